{{ config(materialized='incremental') }}
-- Every indicator of every scored town, applicable or not, with what was measured.
with scored_towns as (
    select * from {{ ref('int_scored_towns') }}
    where {{ is_rebuilt('period') }}
),

indicators as (
    select
        indicators.*,
        methods.value_rule,
        methods.factor,
        methods.is_time_proportional
    from {{ ref('indicators') }} as indicators
    inner join {{ ref('methods') }} as methods
        on indicators.standard_version = methods.standard_version and indicators.method = methods.method
),

periods as (
    select * from {{ ref('int_standard_periods') }}
    where {{ is_rebuilt('period') }}
),

applicable as (
    select distinct
        periods.period,
        rules.standard_version,
        rules.applies_to,
        key_towns.town_code
    from periods
    inner join {{ ref('applicability') }} as rules
        on periods.standard_version = rules.standard_version
    inner join {{ ref('key_towns') }} as key_towns
        on
            rules.designation = key_towns.designation
            and {{ holds_on('periods.last_day', 'key_towns.valid_from', 'key_towns.valid_to') }}
),

parts as (
    select * from {{ ref('int_indicator_parts') }}
    where {{ is_rebuilt('period') }}
),

measured as (
    select
        scored_towns.county_code,
        scored_towns.town_code,
        scored_towns.period,
        scored_towns.standard_version,
        scored_towns.is_in_force,
        indicators.indicator,
        indicators.function,
        indicators.value_rule,
        indicators.factor,
        indicators.target,
        indicators.weight,
        periods.last_day,
        periods.missing_policy,
        case when indicators.is_time_proportional then periods.share_of_year else 1.0 end as share_of_year,
        indicators.applies_to = 'all' or applicable.town_code is not null as is_applicable,
        indicators.denominator is not null as has_denominator,
        coalesce(numerators.is_complete, false) as is_numerator_complete,
        coalesce(denominators.is_complete, false) as is_denominator_complete,
        coalesce(numerators.terms_found, 0) as numerator_terms_found,
        numerators.amount as numerator_amount,
        numerators.present,
        numerators.written,
        denominators.amount as denominator_amount
    from scored_towns
    inner join indicators
        on scored_towns.standard_version = indicators.standard_version
    inner join periods
        on scored_towns.period = periods.period and scored_towns.standard_version = periods.standard_version
    left join applicable
        on
            scored_towns.town_code = applicable.town_code
            and scored_towns.period = applicable.period
            and scored_towns.standard_version = applicable.standard_version
            and indicators.applies_to = applicable.applies_to
    left join parts as numerators
        on
            scored_towns.town_code = numerators.town_code
            and scored_towns.period = numerators.period
            and scored_towns.standard_version = numerators.standard_version
            and indicators.indicator = numerators.indicator
            and numerators.part = 'numerator'
    left join parts as denominators
        on
            scored_towns.town_code = denominators.town_code
            and scored_towns.period = denominators.period
            and scored_towns.standard_version = denominators.standard_version
            and indicators.indicator = denominators.indicator
            and denominators.part = 'denominator'
)

select * from measured
