{{ config(materialized='incremental') }}
with results as (
    select * from {{ ref('int_indicator_results') }}
    where {{ is_rebuilt('period') }} and is_in_force and score is not null
),

weighted as (
    select
        town_code,
        period,
        {{ exact_sum("weight * score") }} / {{ exact_sum("weight") }} as score,
        {{ exact_sum("weight") }} as weight,
        sum(case when status = 'missing' then 1 else 0 end) as missing_indicators
    from results
    group by town_code, period
),

grouped as (
    select
        town_periods.county_code,
        weighted.town_code,
        weighted.period,
        weighted.score,
        weighted.weight,
        weighted.missing_indicators,
        town_periods.peer_group,
        town_periods.standard_version,
        {{ tie_key('weighted.score', 'town_periods.standard_version') }} as tie_key
    from weighted
    inner join {{ ref('int_town_periods') }} as town_periods
        on weighted.town_code = town_periods.town_code and weighted.period = town_periods.period
),

ranked as (
    select
        town_code,
        period,
        cast(score as double) as score,
        cast(rank() over (partition by period order by tie_key desc) as integer) as rank_city,
        cast(rank() over (partition by period, county_code order by tie_key desc) as integer) as rank_county,
        cast(rank() over (partition by period, peer_group order by tie_key desc) as integer) as rank_peer,
        peer_group,
        county_code,
        cast(weight as double) as weight,
        cast(missing_indicators as integer) as missing_indicators,
        standard_version
    from grouped
),

shown as (
    {{ with_decisions_on_scores(
        'ranked', ['town_code', 'period'], 'ranked.standard_version = reached.standard_version'
    ) }}
)

select * from shown
