{{ config(materialized='incremental') }}
-- Each town's rank over many draws of the weights: median, 5th and 95th percentile, share in the end tenths.
with results as (
    select * from {{ ref('int_quarter_results') }}
    where {{ is_rebuilt('period') }} and score is not null
),

settings as (
    select
        standard_version,
        max(case when parameter = 'robustness_draws' then value end) as draws,
        max(case when parameter = 'robustness_factor_low' then value end) as factor_low,
        max(case when parameter = 'robustness_factor_high' then value end) as factor_high,
        max(case when parameter = 'robustness_seed' then value end) as seed
    from {{ ref('parameters') }}
    group by standard_version
),

draws as (
    select
        settings.standard_version,
        settings.factor_low,
        settings.factor_high,
        cast(cast(settings.seed as bigint) as varchar) as seed,
        {{ numbers_to('settings.draws') }} as draw
    from settings
),

factors as (
    select
        draws.standard_version,
        draws.draw,
        indicators.indicator,
        indicators.weight * (
            draws.factor_low + (draws.factor_high - draws.factor_low)
            * {{ drawn_share(['draws.seed', 'cast(draws.draw as varchar)', 'indicators.indicator']) }}
        ) as drawn_weight
    from draws
    inner join {{ ref('indicators') }} as indicators
        on draws.standard_version = indicators.standard_version
),

drawn_scores as (
    select
        results.town_code,
        results.period,
        results.standard_version,
        factors.draw,
        sum(factors.drawn_weight * results.score) / sum(factors.drawn_weight) as score
    from results
    inner join factors
        on results.standard_version = factors.standard_version and results.indicator = factors.indicator
    group by results.town_code, results.period, results.standard_version, factors.draw
),

drawn_ranks as (
    select
        drawn_scores.town_code,
        drawn_scores.period,
        rank() over (
            partition by drawn_scores.period, drawn_scores.draw
            order by {{ tie_key('drawn_scores.score', 'drawn_scores.standard_version') }} desc
        ) as drawn_rank,
        ceil(count(*) over (partition by drawn_scores.period, drawn_scores.draw) / 10.0) as decile,
        count(*) over (partition by drawn_scores.period, drawn_scores.draw) as towns
    from drawn_scores
),

summed_up as (
    select
        town_code,
        period,
        cast({{ quantile('drawn_rank', 0.5) }} as double) as rank_median,
        cast({{ quantile('drawn_rank', 0.05) }} as double) as rank_p05,
        cast({{ quantile('drawn_rank', 0.95) }} as double) as rank_p95,
        cast(
            100.0 * sum(case when drawn_rank <= decile then 1 else 0 end) / count(*) as double
        ) as first_decile_share,
        cast(
            100.0 * sum(case when drawn_rank > towns - decile then 1 else 0 end) / count(*) as double
        ) as last_decile_share
    from drawn_ranks
    group by town_code, period
)

select * from summed_up
