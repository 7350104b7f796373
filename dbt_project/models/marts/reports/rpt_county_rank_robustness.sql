{{ config(materialized='incremental') }}
-- How far a county's rank rests on the weights of the indicators: for the last month of each quarter, over
-- the same draws as the ranks of its towns. What it invested and how it reported is the same in every draw.
with draws as (
    select * from {{ ref('int_rank_draws') }}
    where {{ is_rebuilt('period') }} and level = 'county'
),

bands as (
    select * from {{ ref('int_rank_bands') }}
    where level = 'county'
),

named as (
    select
        draws.code as county_code,
        counties.county_name,
        quarters.quarter,
        draws.period,
        '五(四)' as clause,
        scores.score,
        scores.rank,
        draws.rank_median,
        draws.rank_p05,
        draws.rank_p95,
        bands.band,
        bands.band_from,
        bands.band_to,
        bands.overlap_from,
        bands.overlap_to,
        bands.overlapping as overlapping_counties,
        scores.towns,
        scores.towns_reporting,
        scores.decision_ids
    from draws
    inner join {{ ref('int_quarters') }} as quarters
        on draws.period = quarters.last_period
    inner join {{ ref('int_county_periods') }} as counties
        on draws.code = counties.county_code and draws.period = counties.period
    inner join {{ ref('fct_county_score_month') }} as scores
        on draws.code = scores.county_code and draws.period = scores.period
    inner join bands
        on draws.code = bands.code and draws.period = bands.period
)

select * from named
