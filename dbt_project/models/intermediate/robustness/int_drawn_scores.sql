{{ config(materialized='incremental') }}
-- Total scores of a quarter's last month in every draw: of towns by the weights drawn, of counties by the
-- mean of their towns in the same draw. The county score's own weights are the standard's and stay.
with results as (
    select * from {{ ref('int_quarter_results') }}
    where {{ is_rebuilt('period') }} and score is not null
),

weights as (
    select * from {{ ref('int_drawn_weights') }}
),

town_scores as (
    select
        results.town_code,
        results.period,
        results.standard_version,
        weights.draw,
        sum(weights.weight * results.score) / sum(weights.weight) as score
    from results
    inner join weights
        on results.standard_version = weights.standard_version and results.indicator = weights.indicator
    group by results.town_code, results.period, results.standard_version, weights.draw
),

draws as (
    select
        standard_version,
        draw
    from weights
    group by standard_version, draw
),

county_weights as (
    {{ county_weights() }}
),

counties as (
    select
        scores.county_code,
        scores.period,
        scores.standard_version,
        scores.towns,
        scores.investment_progress,
        scores.reporting,
        county_weights.town_weight,
        county_weights.progress_weight,
        county_weights.reporting_weight,
        draws.draw
    from {{ ref('fct_county_score_month') }} as scores
    inner join {{ ref('int_quarters') }} as quarters
        on scores.period = quarters.last_period
    inner join county_weights
        on scores.standard_version = county_weights.standard_version
    inner join draws
        on scores.standard_version = draws.standard_version
    where {{ is_rebuilt('scores.period') }}
),

sums as (
    select
        town_periods.county_code,
        town_scores.period,
        town_scores.draw,
        sum(town_scores.score) as score
    from town_scores
    inner join {{ ref('int_town_periods') }} as town_periods
        on town_scores.town_code = town_periods.town_code and town_scores.period = town_periods.period
    group by town_periods.county_code, town_scores.period, town_scores.draw
),

-- A town that did not report counts 0.
county_means as (
    select
        counties.*,
        coalesce(sums.score, 0) / counties.towns as town_mean
    from counties
    left join sums
        on
            counties.county_code = sums.county_code
            and counties.period = sums.period
            and counties.draw = sums.draw
),

drawn as (
    select
        'town' as level,
        town_code as code,
        period,
        standard_version,
        draw,
        cast(score as double) as score
    from town_scores
    union all
    select
        'county' as level,
        county_code as code,
        period,
        standard_version,
        draw,
        cast({{ county_score('town_mean') }} as double) as score
    from county_means
)

select * from drawn
