{{ config(materialized='incremental') }}
with results as (
    select * from {{ ref('int_indicator_results') }}
    where {{ is_rebuilt('period') }} and is_in_force and score is not null
),

weighted as (
    select
        town_code,
        function,
        period,
        standard_version,
        {{ exact_sum("weight * score") }} / {{ exact_sum("weight") }} as score,
        {{ exact_sum("weight") }} as weight,
        sum(case when status = 'missing' then 1 else 0 end) as missing_indicators
    from results
    group by town_code, function, period, standard_version
),

typed as (
    select
        town_code,
        function,
        period,
        cast(score as double) as score,
        cast(weight as double) as weight,
        cast(missing_indicators as integer) as missing_indicators,
        standard_version
    from weighted
),

shown as (
    {{ with_decisions_on_scores(
        'typed', ['town_code', 'period', 'function'],
        'typed.standard_version = reached.standard_version and typed.function = reached.function'
    ) }}
)

select * from shown
