{{ config(materialized='incremental') }}
-- Scores and ranks of a quarter's last month with each indicator left out in turn.
with results as (
    select * from {{ ref('int_quarter_results') }}
    where {{ is_rebuilt('period') }} and score is not null
),

totals as (
    select
        town_code,
        period,
        standard_version,
        {{ exact_sum("weight * score") }} as points,
        {{ exact_sum("weight") }} as weight
    from results
    group by town_code, period, standard_version
),

left_out as (
    select
        totals.town_code,
        totals.period,
        totals.standard_version,
        indicators.indicator,
        (totals.points - coalesce(results.weight * results.score, 0))
        / nullif(totals.weight - coalesce(results.weight, 0), 0) as score
    from totals
    inner join {{ ref('indicators') }} as indicators
        on totals.standard_version = indicators.standard_version
    left join results
        on
            totals.town_code = results.town_code
            and totals.period = results.period
            and indicators.indicator = results.indicator
),

ranked as (
    select
        town_code,
        period,
        standard_version,
        indicator,
        score,
        cast(rank() over (
            partition by period, indicator
            order by {{ tie_key('left_out.score', 'left_out.standard_version') }} desc
        ) as integer) as rank_city
    from left_out
    where score is not null
)

select * from ranked
