{{ config(materialized='incremental', incremental_strategy='by_later_period') }}
-- Every project in every month: what stage it has reached, its investment against the plan of the year and
-- against the time that has passed, its funds, and what is wrong with it.
with projects as (
    select * from {{ ref('fct_project_month') }}
    where {{ is_rebuilt_or_later('period') }}
),

labels as (
    select * from {{ ref('int_code_labels') }}
    where ledger = 'projects'
),

conditions as (
    select distinct
        condition,
        standard_version,
        operand as status
    from {{ ref('project_conditions') }}
    where field = 'status'
),

funds as (
    select
        town_code,
        record_key,
        period,
        {{ exact_sum("amount") }} as funds_found,
        {{ exact_sum("case when fund_source = 'debt' then amount else 0 end") }} as debt
    from {{ ref('int_project_funds') }}
    where {{ is_rebuilt_or_later('period') }}
    group by town_code, record_key, period
),

repeated as (
    select
        own.town_code,
        own.record_key,
        own.period,
        {{ joined_text("towns.town_name", "'、'", "others.town_code") }} as same_project_in
    from projects as own
    inner join projects as others
        on
            own.county_code = others.county_code
            and own.period = others.period
            and own.record_key = others.record_key
            and own.total_investment = others.total_investment
            and own.town_code <> others.town_code
    inner join {{ ref('int_town_periods') }} as towns
        on others.town_code = towns.town_code and others.period = towns.period
    group by own.town_code, own.record_key, own.period
),

places as (
    select
        town_code,
        record_key,
        period,
        max(source_file) as source_file,
        max(case when field = 'status' then concat(sheet, '!', cell) end) as status_cell,
        max(case when field = 'cumulative_investment' then concat(sheet, '!', cell) end) as investment_cell
    from {{ ref('fct_ledger_value') }}
    where
        {{ is_rebuilt_or_later('period') }}
        and ledger = 'projects'
        and field in ('status', 'cumulative_investment', 'total_investment')
    group by town_code, record_key, period
),

measured as (
    select
        town_standing.county_code,
        town_standing.county_name,
        projects.town_code,
        town_standing.town_name,
        town_standing.peer_group,
        town_standing.peer_group_name,
        projects.record_key,
        coalesce(projects.project_name, projects.record_key) as project_name,
        coalesce(projects.project_code, '') as project_code,
        projects.period,
        '四(二)、五(二)' as clause,
        coalesce(projects.function, '') as function,
        coalesce(functions.label_zh, '') as function_name,
        coalesce(projects.work_item, '') as work_item,
        coalesce(items.label_zh, '') as work_item_name,
        coalesce(kinds.label_zh, '') as build_type_name,
        coalesce(projects.content, '') as content,
        coalesce(projects.responsible_unit, '') as responsible_unit,
        coalesce(projects.status, '') as status,
        coalesce(statuses.label_zh, '') as status_name,
        standing.status_since,
        {{ months_apart('standing.status_since', 'projects.period') }} + 1 as months_in_status,
        projects.total_investment,
        projects.annual_planned_investment,
        projects.month_investment,
        projects.cumulative_investment,
        100.0 * projects.cumulative_investment / nullif(projects.annual_planned_investment, 0) as progress,
        100.0 * periods.share_of_year as expected_progress,
        projects.annual_planned_investment * periods.share_of_year as expected_investment,
        projects.start_date,
        projects.planned_completion_date,
        projects.actual_completion_date,
        coalesce(projects.annual_planned_investment, 0) > 0 as is_planned_this_year,
        started.status is not null as is_started,
        finished.status is not null as is_completed,
        coalesce(projects.status = 'in_use', false) as is_in_use,
        coalesce(projects.status = 'idle', false) as is_idle,
        finished.status is not null and coalesce(projects.maintenance_unit, '') = '' as is_without_upkeep,
        coalesce(projects.maintenance_unit, '') as maintenance_unit,
        finished.status is null
        and coalesce(projects.planned_completion_date <= periods.last_day, false) as is_overdue,
        coalesce(funds.funds_found, 0) as funds_found,
        coalesce(funds.debt, 0) as debt,
        coalesce(repeated.same_project_in, '') as same_project_in,
        coalesce(projects.progress_note, '') as progress_note,
        projects.problem_note,
        coalesce(places.source_file, '') as source_file,
        coalesce(places.status_cell, '') as status_cell,
        coalesce(places.investment_cell, '') as investment_cell
    from projects
    inner join {{ ref('int_town_standing') }} as town_standing
        on projects.town_code = town_standing.town_code and projects.period = town_standing.period
    inner join {{ ref('int_periods') }} as periods
        on projects.period = periods.period
    inner join {{ ref('int_project_standing') }} as standing
        on
            projects.town_code = standing.town_code
            and projects.record_key = standing.record_key
            and projects.period = standing.period
    left join labels as functions
        on projects.function = functions.code and functions.field = 'function'
    left join labels as items
        on projects.work_item = items.code and items.field = 'work_item'
    left join labels as kinds
        on projects.build_type = kinds.code and kinds.field = 'build_type'
    left join labels as statuses
        on projects.status = statuses.code and statuses.field = 'status'
    left join conditions as started
        on
            periods.standard_version = started.standard_version
            and projects.status = started.status
            and started.condition = 'started'
    left join conditions as finished
        on
            periods.standard_version = finished.standard_version
            and projects.status = finished.status
            and finished.condition = 'completed'
    left join funds
        on
            projects.town_code = funds.town_code
            and projects.record_key = funds.record_key
            and projects.period = funds.period
    left join repeated
        on
            projects.town_code = repeated.town_code
            and projects.record_key = repeated.record_key
            and projects.period = repeated.period
    left join places
        on
            projects.town_code = places.town_code
            and projects.record_key = places.record_key
            and projects.period = places.period
),

typed as (
    select
        county_code,
        county_name,
        town_code,
        town_name,
        peer_group,
        peer_group_name,
        record_key,
        project_name,
        project_code,
        period,
        clause,
        function,
        function_name,
        work_item,
        work_item_name,
        build_type_name,
        content,
        responsible_unit,
        status,
        status_name,
        status_since,
        cast(months_in_status as integer) as months_in_status,
        total_investment,
        annual_planned_investment,
        month_investment,
        cumulative_investment,
        cast(progress as double) as progress,
        cast(expected_progress as double) as expected_progress,
        cast(expected_investment as double) as expected_investment,
        coalesce(
            {{ without_noise('progress') }} < {{ without_noise('expected_progress') }}, false
        ) as is_behind,
        cast(greatest(expected_investment - coalesce(cumulative_investment, 0), 0) as double) as behind_by,
        start_date,
        planned_completion_date,
        actual_completion_date,
        is_planned_this_year,
        is_started,
        is_completed,
        is_in_use,
        is_idle,
        is_without_upkeep,
        maintenance_unit,
        is_overdue,
        cast(funds_found as double) as funds_found,
        cast(total_investment - funds_found as double) as funds_to_find,
        debt > 0 as is_debt_financed,
        same_project_in,
        progress_note,
        problem_note,
        source_file,
        status_cell,
        investment_cell
    from measured
),

shown as (
    {{ with_decisions_on_towns(
        'typed', ['town_code', 'period', 'record_key'], 'projects',
        "reached.record_key in ('', typed.record_key)"
    ) }}
)

select * from shown
