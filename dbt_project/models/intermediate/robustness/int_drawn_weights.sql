-- The weight of each indicator in each draw: times a factor that anybody can draw again from seed, draw and
-- indicator.
with settings as (
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

weights as (
    select
        draws.standard_version,
        draws.draw,
        indicators.indicator,
        indicators.weight * (
            draws.factor_low + (draws.factor_high - draws.factor_low)
            * {{ drawn_share(['draws.seed', 'cast(draws.draw as varchar)', 'indicators.indicator']) }}
        ) as weight
    from draws
    inner join {{ ref('indicators') }} as indicators
        on draws.standard_version = indicators.standard_version
)

select * from weights
