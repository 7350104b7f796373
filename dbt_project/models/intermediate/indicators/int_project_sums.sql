{{ config(materialized='incremental') }}
-- The parts of the indicators that add up a field over a town's projects; a project lacking it counts as 0.
with project_values as (
    select * from {{ ref('int_project_values') }}
    where {{ is_rebuilt('period') }}
),

terms as (
    select * from {{ ref('int_indicator_terms') }}
    where measured_on = 'project_sums'
),

sums as (
    select
        project_values.town_code,
        project_values.period,
        project_values.standard_version,
        terms.indicator,
        terms.part,
        {{ exact_sum(
            "case when project_values.field = terms.term then project_values.value_number else 0 end"
        ) }} as amount
    from project_values
    inner join terms
        on project_values.standard_version = terms.standard_version
    group by
        project_values.town_code,
        project_values.period,
        project_values.standard_version,
        terms.indicator,
        terms.part
)

select * from sums
