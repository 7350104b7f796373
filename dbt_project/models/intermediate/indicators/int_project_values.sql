{{ config(materialized='incremental') }}
-- The accepted values of every project of a town that is scored.
with scored_towns as (
    select * from {{ ref('int_scored_towns') }}
    where {{ is_rebuilt('period') }}
),

project_values as (
    select
        reported.town_code,
        reported.period,
        scored_towns.standard_version,
        reported.record_key,
        reported.field,
        reported.value_number,
        reported.value_text
    from {{ ref('fct_ledger_value') }} as reported
    inner join scored_towns
        on reported.town_code = scored_towns.town_code and reported.period = scored_towns.period
    where {{ is_rebuilt('reported.period') }} and reported.ledger = 'projects'
)

select * from project_values
