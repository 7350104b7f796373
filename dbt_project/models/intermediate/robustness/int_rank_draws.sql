{{ config(materialized='incremental') }}
-- The rank of each town and county in the city over the draws: median, 5th and 95th percentile, share in the
-- end tenths.
with drawn_scores as (
    select * from {{ ref('int_drawn_scores') }}
    where {{ is_rebuilt('period') }}
),

drawn_ranks as (
    select
        level,
        code,
        period,
        rank() over (
            partition by level, period, draw
            order by {{ tie_key('drawn_scores.score', 'drawn_scores.standard_version') }} desc
        ) as drawn_rank,
        ceil(count(*) over (partition by level, period, draw) / 10.0) as decile,
        count(*) over (partition by level, period, draw) as ranked
    from drawn_scores
),

summed_up as (
    select
        level,
        code,
        period,
        cast({{ quantile('drawn_rank', 0.5) }} as double) as rank_median,
        cast({{ quantile('drawn_rank', 0.05) }} as double) as rank_p05,
        cast({{ quantile('drawn_rank', 0.95) }} as double) as rank_p95,
        cast(
            100.0 * sum(case when drawn_rank <= decile then 1 else 0 end) / count(*) as double
        ) as first_decile_share,
        cast(
            100.0 * sum(case when drawn_rank > ranked - decile then 1 else 0 end) / count(*) as double
        ) as last_decile_share
    from drawn_ranks
    group by level, code, period
)

select * from summed_up
