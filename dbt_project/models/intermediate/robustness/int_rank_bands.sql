{{ config(materialized='incremental') }}
-- Ranks whose 5–95 % ranges overlap, directly or through others, make one band; beside it, those whose range
-- overlaps the town's or county's own.
with ranks as (
    select
        'town' as level,
        town_code as code,
        period,
        rank_city
    from {{ ref('fct_town_score_month') }}
    union all
    select
        'county' as level,
        county_code as code,
        period,
        rank as rank_city
    from {{ ref('fct_county_score_month') }}
),

draws as (
    select
        draws.level,
        draws.code,
        draws.period,
        draws.rank_p05,
        draws.rank_p95,
        ranks.rank_city
    from {{ ref('int_rank_draws') }} as draws
    inner join ranks
        on draws.level = ranks.level and draws.code = ranks.code and draws.period = ranks.period
    where {{ is_rebuilt('draws.period') }}
),

followed as (
    select
        *,
        max(rank_p95) over (
            partition by level, period order by rank_p05, rank_p95, code
            rows between unbounded preceding and 1 preceding
        ) as reached_before
    from draws
),

numbered as (
    select
        *,
        sum(case when reached_before is null or rank_p05 > reached_before then 1 else 0 end) over (
            partition by level, period order by rank_p05, rank_p95, code
            rows between unbounded preceding and current row
        ) as band
    from followed
),

banded as (
    select
        *,
        min(rank_city) over (partition by level, period, band) as band_from,
        max(rank_city) over (partition by level, period, band) as band_to
    from numbered
),

near_ones as (
    select
        own.level,
        own.code,
        own.period,
        min(others.rank_city) as overlap_from,
        max(others.rank_city) as overlap_to,
        count(*) - 1 as overlapping
    from draws as own
    inner join draws as others
        on
            own.level = others.level
            and own.period = others.period
            and own.rank_p05 <= others.rank_p95
            and own.rank_p95 >= others.rank_p05
    group by own.level, own.code, own.period
),

named as (
    select
        banded.level,
        banded.code,
        banded.period,
        cast(banded.band as integer) as band,
        banded.band_from,
        banded.band_to,
        near_ones.overlap_from,
        near_ones.overlap_to,
        cast(near_ones.overlapping as integer) as overlapping
    from banded
    inner join near_ones
        on
            banded.level = near_ones.level
            and banded.code = near_ones.code
            and banded.period = near_ones.period
)

select * from named
