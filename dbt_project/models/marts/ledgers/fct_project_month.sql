{{ config(materialized='incremental') }}
{%- set numbers = [
    'total_investment', 'annual_planned_investment', 'month_investment', 'cumulative_investment',
    'fund_county', 'fund_superior', 'fund_industry', 'fund_linkage', 'fund_cooperation', 'fund_assistance',
    'fund_private', 'fund_debt',
] %}
{%- set texts = [
    'project_code', 'function', 'work_item', 'build_type', 'content', 'responsible_unit', 'status',
    'progress_note', 'problem_note', 'maintenance_unit',
] %}
{%- set dates = ['start_date', 'planned_completion_date', 'actual_completion_date'] %}
with published as (
    select * from {{ ref('int_value_outcomes') }}
    where {{ is_rebuilt('period') }} and outcome = 'published' and ledger = 'projects'
),

projects as (
    select
        county_code,
        town_code,
        record_key,
        period,
        max(record_label) as project_name,
        {%- for field in texts %}
            max(case when field = '{{ field }}' then value_text end) as {{ field }},
        {%- endfor %}
        {%- for field in dates %}
            max(
                case when field = '{{ field }}' then {{ cast_or_null('value_text', 'date') }} end
            ) as {{ field }},
        {%- endfor %}
        {%- for field in numbers %}
            max(case when field = '{{ field }}' then value_number end) as {{ field }},
        {%- endfor %}
        max(submission_id) as submission_id,
        max(decision_id) as decision_id
    from published
    group by county_code, town_code, record_key, period
)

select * from projects
