-- The departments' view: every task that the plan sets, who is responsible, by when, and where each county
-- stands.
with tasks as (
    select * from {{ ref('plan_tasks') }}
),

periods as (
    select * from {{ ref('int_periods') }}
),

results as (
    select
        results.county_code,
        results.period,
        measures.task,
        results.town_code,
        {{ exact_sum("indicators.weight * results.score") }} / {{ exact_sum("indicators.weight") }} as score,
        min({{ without_noise('results.score') }}) >= 100 as is_met
    from {{ ref('fct_indicator_month') }} as results
    inner join {{ ref('plan_task_measures') }} as measures
        on results.indicator = measures.code and measures.kind = 'indicator'
    inner join {{ ref('indicators') }} as indicators
        on results.standard_version = indicators.standard_version and results.indicator = indicators.indicator
    where results.score is not null
    group by results.county_code, results.period, measures.task, results.town_code
),

of_towns as (
    select
        county_code,
        period,
        task,
        count(*) as towns_applying,
        sum(case when is_met then 1 else 0 end) as towns_met,
        {{ exact_sum("score") }} / count(*) as mean_score
    from results
    group by county_code, period, task
),

-- Towns for which the task is not due yet; where its indicators apply to nobody, that is said.
waiting as (
    select
        results.county_code,
        results.period,
        measures.task,
        count(distinct case when results.status = 'not_due' then results.town_code end) as towns_not_due
    from {{ ref('fct_indicator_month') }} as results
    inner join {{ ref('plan_task_measures') }} as measures
        on results.indicator = measures.code and measures.kind = 'indicator'
    group by results.county_code, results.period, measures.task
),

of_projects as (
    select
        projects.county_code,
        projects.period,
        measures.task,
        count(*) as projects,
        sum(case when projects.is_started then 1 else 0 end) as projects_started,
        sum(case when projects.is_completed then 1 else 0 end) as projects_completed,
        {{ exact_sum("coalesce(projects.annual_planned_investment, 0)") }} as annual_planned_investment,
        {{ exact_sum("coalesce(projects.cumulative_investment, 0)") }} as cumulative_investment
    from {{ ref('rpt_project_progress') }} as projects
    inner join {{ ref('plan_task_measures') }} as measures
        on
            (measures.kind = 'work_item' and projects.work_item = measures.code)
            or (measures.kind = 'tier_projects' and projects.peer_group = measures.code)
            or measures.kind = 'all_projects'
    group by projects.county_code, projects.period, measures.task
),

of_reports as (
    select
        reports.county_code,
        reports.period,
        measures.task,
        count(*) as reports_expected,
        sum(case when reports.is_on_time then 1 else 0 end) as reports_on_time
    from {{ ref('rpt_reporting') }} as reports
    inner join {{ ref('plan_task_measures') }} as measures
        on
            (measures.kind = 'ledger' and reports.ledger = measures.code)
            or (measures.kind = 'all_ledgers')
    group by reports.county_code, reports.period, measures.task
),

placed as (
    select
        counties.county_code,
        counties.county_name,
        periods.period,
        tasks.task,
        tasks.position,
        tasks.clause,
        tasks.task_zh,
        coalesce(tasks.responsible, '') as responsible,
        coalesce(tasks.cooperating, '') as cooperating,
        tasks.deadline,
        coalesce(of_towns.towns_applying, 0) as towns_applying,
        coalesce(of_towns.towns_met, 0) as towns_met,
        of_towns.mean_score,
        waiting.task is not null as is_told_by_indicators,
        coalesce(waiting.towns_not_due, 0) as towns_not_due,
        coalesce(of_projects.projects, 0) as projects,
        coalesce(of_projects.projects_started, 0) as projects_started,
        coalesce(of_projects.projects_completed, 0) as projects_completed,
        of_projects.annual_planned_investment,
        of_projects.cumulative_investment,
        coalesce(of_reports.reports_expected, 0) as reports_expected,
        coalesce(of_reports.reports_on_time, 0) as reports_on_time,
        tasks.deadline is not null and tasks.deadline <= periods.last_day as is_past_deadline
    from tasks
    cross join periods
    inner join {{ ref('int_county_periods') }} as counties
        on periods.period = counties.period
    left join of_towns
        on
            counties.county_code = of_towns.county_code
            and periods.period = of_towns.period
            and tasks.task = of_towns.task
    left join waiting
        on
            counties.county_code = waiting.county_code
            and periods.period = waiting.period
            and tasks.task = waiting.task
    left join of_projects
        on
            counties.county_code = of_projects.county_code
            and periods.period = of_projects.period
            and tasks.task = of_projects.task
    left join of_reports
        on
            counties.county_code = of_reports.county_code
            and periods.period = of_reports.period
            and tasks.task = of_reports.task
),

judged as (
    select
        county_code,
        county_name,
        period,
        task,
        cast(position as integer) as position,
        clause,
        task_zh as task_name,
        responsible,
        cooperating,
        deadline,
        cast(towns_applying as integer) as towns_applying,
        cast(towns_met as integer) as towns_met,
        cast(towns_not_due as integer) as towns_not_due,
        cast(mean_score as double) as mean_score,
        cast(projects as integer) as projects,
        cast(projects_started as integer) as projects_started,
        cast(projects_completed as integer) as projects_completed,
        cast(coalesce(annual_planned_investment, 0) as double) as annual_planned_investment,
        cast(coalesce(cumulative_investment, 0) as double) as cumulative_investment,
        cast(100.0 * cumulative_investment / nullif(annual_planned_investment, 0) as double) as progress,
        cast(reports_expected as integer) as reports_expected,
        cast(reports_on_time as integer) as reports_on_time,
        case
            when towns_applying > 0 and towns_met = towns_applying then '各镇均已达到'
            when towns_applying > 0 and is_past_deadline then '逾期未全部达到'
            when towns_applying > 0 then '推进中'
            when towns_not_due > 0 then '未到期'
            when reports_expected > 0 and reports_on_time = reports_expected then '按时报送'
            when reports_expected > 0 then '报送不全或逾期'
            when projects > 0 then '有项目推进'
            when is_told_by_indicators then '无适用镇'
            else '台账无对应数据'
        end as standing_name
    from placed
),

-- What each task is measured by; an indicator by the fields that it is read from.
measured as (
    select
        judged.county_code,
        judged.period,
        judged.task,
        measures.kind,
        case when measures.kind = 'indicator' then fields.ledger else measures.code end as ledger,
        fields.field
    from judged
    inner join periods
        on judged.period = periods.period
    inner join {{ ref('plan_task_measures') }} as measures
        on judged.task = measures.task
    left join {{ ref('int_indicator_fields') }} as fields
        on
            measures.kind = 'indicator'
            and periods.standard_version = fields.standard_version
            and measures.code = fields.indicator
),

shown as (
    {{ with_decisions(
        'judged', ['county_code', 'period', 'task'],
        "measured.county_code = reached.county_code and measured.period = reached.period"
        " and case measured.kind when 'all_ledgers' then true when 'ledger' then measured.ledger = reached.ledger"
        " when 'indicator' then reached.kind <> 'extend' and measured.ledger = reached.ledger"
        " and reached.field in ('', measured.field)"
        " else reached.kind <> 'extend' and reached.ledger = 'projects' end",
        of='measured'
    ) }}
)

select * from shown
