{{ config(materialized='incremental', incremental_strategy='by_later_period') }}
-- Projects counted and their investment added up: for the city, and by county, town, function, work item,
-- tier.
{%- set groups = {
    'county': ('county_code', 'county_name', '县区'),
    'town': ('town_code', "concat(county_name, town_name)", '镇'),
    'function': ('function', 'function_name', '功能'),
    'work_item': ('work_item', 'work_item_name', '建设类型'),
    'tier': ('peer_group', 'peer_group_name', '镇类别'),
    'city': ("''", "'全市'", '全市'),
} %}
with projects as (
    select * from {{ ref('rpt_project_progress') }}
    where {{ is_rebuilt_or_later('period') }}
),

grouped as (
    {% for group, (code, name, label) in groups.items() %}
        select
            '{{ group }}' as grouped_by,
            '{{ label }}' as grouped_by_name,
            {{ code }} as group_code,
            {{ name }} as group_name,
            projects.*
        from projects
        {% if not loop.last %}
            union all
        {% endif %}
    {% endfor %}
),

summed as (
    select
        period,
        grouped_by,
        grouped_by_name,
        group_code,
        case when group_name = '' then '未注明' else group_name end as group_name,
        max(expected_progress) as expected_progress,
        count(*) as projects,
        sum(case when is_planned_this_year then 1 else 0 end) as projects_planned,
        sum(case when is_started then 1 else 0 end) as projects_started,
        sum(case when is_completed then 1 else 0 end) as projects_completed,
        sum(case when is_in_use then 1 else 0 end) as projects_in_use,
        sum(case when is_idle then 1 else 0 end) as projects_idle,
        sum(case when is_without_upkeep then 1 else 0 end) as projects_without_upkeep,
        sum(case when is_behind then 1 else 0 end) as projects_behind,
        sum(case when is_overdue then 1 else 0 end) as projects_overdue,
        {{ exact_sum("coalesce(total_investment, 0)") }} as total_investment,
        {{ exact_sum("coalesce(annual_planned_investment, 0)") }} as annual_planned_investment,
        {{ exact_sum("coalesce(month_investment, 0)") }} as month_investment,
        {{ exact_sum("coalesce(cumulative_investment, 0)") }} as cumulative_investment,
        {{ exact_sum("coalesce(expected_investment, 0)") }} as expected_investment
    from grouped
    group by period, grouped_by, grouped_by_name, group_code, group_name
),

measured as (
    select
        period,
        grouped_by,
        grouped_by_name,
        group_code,
        group_name,
        '四(二)、五(一)' as clause,
        cast(projects as integer) as projects,
        cast(projects_planned as integer) as projects_planned,
        cast(projects_started as integer) as projects_started,
        cast(projects_completed as integer) as projects_completed,
        cast(projects_in_use as integer) as projects_in_use,
        cast(projects_idle as integer) as projects_idle,
        cast(projects_without_upkeep as integer) as projects_without_upkeep,
        cast(projects_behind as integer) as projects_behind,
        cast(projects_overdue as integer) as projects_overdue,
        total_investment,
        annual_planned_investment,
        month_investment,
        cumulative_investment,
        expected_investment,
        cast(100.0 * cumulative_investment / nullif(annual_planned_investment, 0) as double) as progress,
        expected_progress,
        {{ without_noise('cumulative_investment') }} < {{ without_noise('expected_investment') }}
            as is_behind
    from summed
),

shown as (
    {{ with_decisions(
        'measured', ['period', 'grouped_by', 'group_code'],
        "grouped.period = reached.period and reached.ledger = 'projects' and ("
        " (grouped.town_code = reached.town_code and reached.record_key in ('', grouped.record_key))"
        " or (reached.kind = 'withdraw' and reached.town_code = '' and grouped.grouped_by <> 'town'"
        " and (grouped.grouped_by <> 'county' or grouped.county_code = reached.county_code)))",
        of='grouped'
    ) }}
)

select * from shown
