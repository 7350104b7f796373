{{ config(materialized='incremental') }}
-- What counts for the totals of the last month of each quarter, as the bulletins print them.
with results as (
    select
        results.town_code,
        results.period,
        results.standard_version,
        results.indicator,
        results.status,
        results.weight,
        results.score
    from {{ ref('int_indicator_results') }} as results
    inner join {{ ref('int_quarters') }} as quarters
        on results.period = quarters.last_period
    where
        {{ is_rebuilt('results.period') }}
        and results.is_in_force
        and results.status in ('ok', 'missing')
)

select * from results
