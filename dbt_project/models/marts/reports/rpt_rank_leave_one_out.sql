{{ config(materialized='incremental') }}
-- Where each town would rank in the city if one indicator were left out: for the last month of each quarter.
with left_out_once as (
    select * from {{ ref('int_rank_without_indicator') }}
    where {{ is_rebuilt('period') }}
),

named as (
    select
        towns.county_code,
        towns.county_name,
        left_out_once.town_code,
        towns.town_name,
        left_out_once.period,
        left_out_once.indicator,
        indicators.name_zh as indicator_name,
        indicators.clause,
        scores.score,
        scores.rank_city,
        cast(left_out_once.score as double) as score_without,
        left_out_once.rank_city as rank_without,
        scores.rank_city - left_out_once.rank_city as places_gained,
        scores.decision_ids
    from left_out_once
    inner join {{ ref('int_town_periods') }} as towns
        on left_out_once.town_code = towns.town_code and left_out_once.period = towns.period
    inner join {{ ref('dim_indicator') }} as indicators
        on
            left_out_once.indicator = indicators.indicator
            and left_out_once.standard_version = indicators.standard_version
    inner join {{ ref('fct_town_score_month') }} as scores
        on left_out_once.town_code = scores.town_code and left_out_once.period = scores.period
)

select * from named
