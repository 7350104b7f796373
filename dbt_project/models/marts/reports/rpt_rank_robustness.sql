{{ config(materialized='incremental') }}
-- How far a town's rank in the city rests on the weights, on single indicators and on what was not
-- reported: for the last month of each quarter, as the bulletins print it.
with draws as (
    select * from {{ ref('int_rank_draws') }}
    where {{ is_rebuilt('period') }} and level = 'town'
),

bands as (
    select * from {{ ref('int_rank_bands') }}
    where level = 'town'
),

left_out_once as (
    select
        *,
        row_number() over (
            partition by town_code, period order by abs(places_gained) desc, indicator
        ) as place
    from {{ ref('rpt_rank_leave_one_out') }}
    where {{ is_rebuilt('period') }}
),

left_out as (
    select
        town_code,
        period,
        min(rank_without) as rank_without_best,
        max(rank_without) as rank_without_worst,
        max(case when place = 1 then indicator_name end) as most_sensitive_indicator_name
    from left_out_once
    group by town_code, period
),

policies as (
    select
        town_code,
        period,
        max(case when policy = 'zero' then rank_city end) as rank_missing_zero,
        max(case when policy = 'exclude' then rank_city end) as rank_missing_excluded,
        max(case when policy = 'last_known' then rank_city end) as rank_missing_last_known
    from {{ ref('int_rank_by_missing_policy') }}
    group by town_code, period
),

named as (
    select
        towns.county_code,
        towns.county_name,
        draws.code as town_code,
        towns.town_name,
        draws.period,
        '四(二)、五(四)' as clause,
        scores.score,
        scores.rank_city,
        draws.rank_median,
        draws.rank_p05,
        draws.rank_p95,
        draws.first_decile_share,
        draws.last_decile_share,
        bands.band,
        bands.band_from,
        bands.band_to,
        bands.overlap_from,
        bands.overlap_to,
        bands.overlapping as overlapping_towns,
        left_out.rank_without_best,
        left_out.rank_without_worst,
        left_out.most_sensitive_indicator_name,
        policies.rank_missing_zero,
        policies.rank_missing_excluded,
        policies.rank_missing_last_known,
        scores.missing_indicators,
        scores.decision_ids
    from draws
    inner join {{ ref('int_town_periods') }} as towns
        on draws.code = towns.town_code and draws.period = towns.period
    inner join {{ ref('fct_town_score_month') }} as scores
        on draws.code = scores.town_code and draws.period = scores.period
    inner join bands
        on draws.code = bands.code and draws.period = bands.period
    inner join left_out
        on draws.code = left_out.town_code and draws.period = left_out.period
    inner join policies
        on draws.code = policies.town_code and draws.period = policies.period
)

select * from named
