{{ config(materialized='incremental', incremental_strategy='by_later_period') }}
-- The project library as a funnel, by county and fund source: how many projects are at each stage, how many
-- have come that far, and which have got stuck there.
with projects as (
    select * from {{ ref('rpt_project_progress') }}
    where {{ is_rebuilt_or_later('period') }}
),

stages as (
    select * from {{ ref('project_stages') }}
),

placed as (
    select
        projects.*,
        stages.position,
        stages.is_blocked
        or projects.is_overdue
        or coalesce(projects.months_in_status >= stages.stuck_after_months, false) as is_stuck
    from projects
    inner join stages
        on projects.status = stages.status
),

by_source as (
    select
        placed.*,
        '' as fund_source
    from placed
    union all
    select
        placed.*,
        funds.fund_source
    from placed
    inner join {{ ref('int_project_funds') }} as funds
        on
            placed.town_code = funds.town_code
            and placed.record_key = funds.record_key
            and placed.period = funds.period
),

-- Each project for its county and for the city.
by_place as (
    {% for code, name in [('county_code', 'county_name'), ("''", "'全市'")] %}
        select
            {{ code }} as county_code,
            {{ name }} as county_name,
            fund_source,
            period,
            position,
            is_stuck,
            town_code,
            town_name,
            record_key,
            project_name,
            status_name,
            status_since,
            total_investment
        from by_source
        {% if not loop.last %}
            union all
        {% endif %}
    {% endfor %}
),

groups as (
    select distinct
        period,
        county_code,
        county_name,
        fund_source
    from by_place
),

positions as (
    select
        position,
        max(stage) as stage,
        max(stage_name) as stage_name
    from stages
    group by position
),

counted as (
    select
        groups.period,
        groups.county_code,
        groups.county_name,
        groups.fund_source,
        positions.position,
        positions.stage,
        positions.stage_name,
        sum(case when placed.position = positions.position then 1 else 0 end) as projects_here,
        count(placed.record_key) as projects_reached,
        {{ exact_sum(
            "case when placed.position = positions.position then coalesce(placed.total_investment, 0) else 0 end"
        ) }} as total_investment,
        sum(
            case when placed.position = positions.position and placed.is_stuck then 1 else 0 end
        ) as projects_stuck,
        coalesce({{ joined_text(
            "case when placed.position = positions.position and placed.is_stuck "
            "then concat(case when placed.project_name like concat(placed.town_name, '%') then '' else placed.town_name end, "
            "placed.project_name, '（', placed.status_name, '，自', "
            "placed.status_since, '）') end",
            "'；'", "concat(placed.town_code, placed.record_key)"
        ) }}, '') as stuck_projects
    from groups
    cross join positions
    left join by_place as placed
        on
            groups.period = placed.period
            and groups.county_code = placed.county_code
            and groups.fund_source = placed.fund_source
            and positions.position <= placed.position
    group by
        groups.period,
        groups.county_code,
        groups.county_name,
        groups.fund_source,
        positions.position,
        positions.stage,
        positions.stage_name
),

sources as (
    select * from {{ ref('int_code_labels') }}
    where ledger = 'funds' and field = 'fund_source'
),

named as (
    select
        counted.period,
        counted.county_code,
        counted.county_name,
        '五(二)' as clause,
        counted.fund_source,
        case when counted.fund_source = '' then '全部' else sources.label_zh end as fund_source_name,
        cast(counted.position as integer) as stage_position,
        counted.stage,
        counted.stage_name,
        cast(counted.projects_here as integer) as projects_here,
        cast(counted.projects_reached as integer) as projects_reached,
        cast(counted.total_investment as double) as total_investment,
        cast(counted.projects_stuck as integer) as projects_stuck,
        counted.stuck_projects
    from counted
    left join sources
        on counted.fund_source = sources.code
),

shown as (
    {{ with_decisions(
        'named', ['period', 'county_code', 'fund_source'],
        "by_place.period = reached.period and reached.ledger = 'projects' and ("
        " (by_place.town_code = reached.town_code and reached.record_key in ('', by_place.record_key))"
        " or (reached.kind = 'withdraw' and reached.town_code = ''"
        " and by_place.county_code in ('', reached.county_code)))",
        of='by_place'
    ) }}
)

select * from shown
