{{ config(materialized='incremental') }}
with results as (
    select * from {{ ref('int_indicator_results') }}
    where {{ is_rebuilt('period') }} and is_in_force
),

named as (
    select
        town_code,
        indicator,
        period,
        numerator,
        denominator,
        value,
        value_text,
        score,
        status,
        standard_version,
        county_code,
        function
    from results
),

shown as (
    {{ with_decisions_on_scores(
        'named', ['town_code', 'period', 'indicator'],
        'named.standard_version = reached.standard_version and named.indicator = reached.indicator'
    ) }}
)

select * from shown
