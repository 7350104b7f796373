{{ config(materialized='incremental') }}
-- The parts of each project's funds by source, as its ledger names them.
{%- set sources = [
    'county', 'superior', 'industry', 'linkage', 'cooperation', 'assistance', 'private', 'debt',
] %}
with projects as (
    select * from {{ ref('fct_project_month') }}
    where {{ is_rebuilt('period') }}
),

parts as (
    {% for source in sources %}
        select
            county_code,
            town_code,
            record_key,
            period,
            '{{ source }}' as fund_source,
            fund_{{ source }} as amount
        from projects
        where fund_{{ source }} > 0
        {% if not loop.last %}
            union all
        {% endif %}
    {% endfor %}
)

select * from parts
