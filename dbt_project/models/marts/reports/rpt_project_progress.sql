with projects as (
    select * from {{ ref('fct_project_month') }}
),

labels as (
    select * from {{ ref('int_code_labels') }}
    where ledger = 'projects'
),

finished as (
    select distinct operand as status
    from {{ ref('project_conditions') }}
    where condition = 'completed' and field = 'status'
),

measured as (
    select
        towns.county_code,
        towns.county_name,
        projects.town_code,
        towns.town_name,
        projects.record_key,
        coalesce(projects.project_name, projects.record_key) as project_name,
        projects.period,
        coalesce(projects.function, '') as function,
        coalesce(functions.label_zh, '') as function_name,
        coalesce(items.label_zh, '') as work_item_name,
        coalesce(projects.status, '') as status,
        coalesce(statuses.label_zh, '') as status_name,
        projects.total_investment,
        projects.annual_planned_investment,
        projects.month_investment,
        projects.cumulative_investment,
        100.0 * projects.cumulative_investment / nullif(projects.annual_planned_investment, 0) as progress,
        100.0 * periods.share_of_year as expected_progress,
        projects.planned_completion_date,
        finished.status is not null as is_completed,
        finished.status is null
        and coalesce(projects.planned_completion_date <= periods.last_day, false) as is_overdue,
        projects.problem_note
    from projects
    inner join {{ ref('dim_town') }} as towns
        on projects.town_code = towns.town_code
    inner join {{ ref('int_periods') }} as periods
        on projects.period = periods.period
    left join labels as functions
        on projects.function = functions.code and functions.field = 'function'
    left join labels as items
        on projects.work_item = items.code and items.field = 'work_item'
    left join labels as statuses
        on projects.status = statuses.code and statuses.field = 'status'
    left join finished
        on projects.status = finished.status
),

typed as (
    select
        county_code,
        county_name,
        town_code,
        town_name,
        record_key,
        project_name,
        period,
        function,
        function_name,
        work_item_name,
        status,
        status_name,
        total_investment,
        annual_planned_investment,
        month_investment,
        cumulative_investment,
        cast(progress as double) as progress,
        cast(expected_progress as double) as expected_progress,
        coalesce(progress < expected_progress, false) as is_behind,
        planned_completion_date,
        is_completed,
        is_overdue,
        problem_note
    from measured
)

select * from typed
