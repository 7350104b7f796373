{{ config(materialized='incremental') }}
-- Ranks whose 5–95 % ranges overlap, directly or through others, make one band; beside it, the towns whose
-- range overlaps the town's own.
with draws as (
    select
        draws.town_code,
        draws.period,
        draws.rank_p05,
        draws.rank_p95,
        scores.rank_city
    from {{ ref('int_rank_draws') }} as draws
    inner join {{ ref('fct_town_score_month') }} as scores
        on draws.town_code = scores.town_code and draws.period = scores.period
    where {{ is_rebuilt('draws.period') }}
),

followed as (
    select
        *,
        max(rank_p95) over (
            partition by period order by rank_p05, rank_p95, town_code
            rows between unbounded preceding and 1 preceding
        ) as reached_before
    from draws
),

numbered as (
    select
        *,
        sum(case when reached_before is null or rank_p05 > reached_before then 1 else 0 end) over (
            partition by period order by rank_p05, rank_p95, town_code
            rows between unbounded preceding and current row
        ) as band
    from followed
),

banded as (
    select
        *,
        min(rank_city) over (partition by period, band) as band_from,
        max(rank_city) over (partition by period, band) as band_to
    from numbered
),

near_ones as (
    select
        own.town_code,
        own.period,
        min(others.rank_city) as overlap_from,
        max(others.rank_city) as overlap_to,
        count(*) - 1 as overlapping_towns
    from draws as own
    inner join draws as others
        on
            own.period = others.period
            and own.rank_p05 <= others.rank_p95
            and own.rank_p95 >= others.rank_p05
    group by own.town_code, own.period
),

named as (
    select
        banded.town_code,
        banded.period,
        cast(banded.band as integer) as band,
        banded.band_from,
        banded.band_to,
        near_ones.overlap_from,
        near_ones.overlap_to,
        cast(near_ones.overlapping_towns as integer) as overlapping_towns
    from banded
    inner join near_ones
        on banded.town_code = near_ones.town_code and banded.period = near_ones.period
)

select * from named
