-- Values far from those of the other towns by the modified Z-score: the median is not moved by the outliers.
with results as (
    select
        results.town_code,
        results.period,
        results.indicator,
        results.standard_version,
        results.value
    from {{ ref('fct_indicator_month') }} as results
    inner join {{ ref('indicators') }} as indicators
        on results.standard_version = indicators.standard_version and results.indicator = indicators.indicator
    inner join {{ ref('methods') }} as methods
        on indicators.standard_version = methods.standard_version and indicators.method = methods.method
    where results.status = 'ok' and methods.value_rule in ('quotient', 'growth', 'amount')
),

middles as (
    select
        period,
        indicator,
        {{ quantile('value', 0.5) }} as median
    from results
    group by period, indicator
),

distances as (
    select
        results.*,
        middles.median,
        results.value - middles.median as deviation
    from results
    inner join middles
        on results.period = middles.period and results.indicator = middles.indicator
),

spreads as (
    select
        period,
        indicator,
        {{ quantile('abs(deviation)', 0.5) }} as median_deviation
    from distances
    group by period, indicator
),

-- 0.6745 makes the median deviation comparable with a standard deviation.
rated as (
    select
        distances.*,
        0.6745 * distances.deviation / spreads.median_deviation as modified_z
    from distances
    inner join spreads
        on distances.period = spreads.period and distances.indicator = spreads.indicator
    where spreads.median_deviation > 0
),

named as (
    select
        towns.county_code,
        towns.county_name,
        rated.town_code,
        towns.town_name,
        rated.period,
        rated.indicator,
        indicators.name_zh as indicator_name,
        rated.value,
        cast(rated.median as double) as median,
        cast(rated.modified_z as double) as modified_z
    from rated
    inner join {{ ref('dim_town') }} as towns
        on rated.town_code = towns.town_code
    inner join {{ ref('dim_indicator') }} as indicators
        on rated.indicator = indicators.indicator and rated.standard_version = indicators.standard_version
    where abs(rated.modified_z) > {{ judgement_limit('outlier_score') }}
)

select * from named
