with projects as (
    select * from {{ ref('rpt_project_progress') }}
),

started as (
    select distinct operand as status
    from {{ ref('project_conditions') }}
    where condition = 'started' and field = 'status'
),

counted as (
    select
        projects.county_code,
        projects.county_name,
        projects.period,
        case when projects.work_item_name = '' then '未注明' else projects.work_item_name end as work_item_name,
        cast(count(*) as integer) as projects,
        cast(count(started.status) as integer) as projects_started,
        cast(sum(case when projects.is_completed then 1 else 0 end) as integer) as projects_completed,
        {{ exact_sum("coalesce(projects.total_investment, 0)") }} as total_investment,
        {{ exact_sum("coalesce(projects.annual_planned_investment, 0)") }} as annual_planned_investment,
        {{ exact_sum("coalesce(projects.cumulative_investment, 0)") }} as cumulative_investment
    from projects
    left join started
        on projects.status = started.status
    group by 1, 2, 3, 4
),

measured as (
    select
        *,
        cast(
            100.0 * cumulative_investment / nullif(annual_planned_investment, 0) as double
        ) as progress
    from counted
)

select * from measured
