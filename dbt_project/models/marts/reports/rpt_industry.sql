{{ config(materialized='incremental') }}
-- Industry in figures, for each county and the city: output and its growth, who runs farms, who takes part.
{%- set numbers = [
    'output_value', 'output_value_last_year', 'agri_parks', 'cooperatives', 'family_farms',
    'service_organisations', 'events_held', 'households_linked', 'households_total',
] %}
{%- set rates = {
    'output_ratio': ('output_value', 'output_value_last_year'),
    'households_linked_rate': ('households_linked', 'households_total'),
} %}
with towns as (
    {{ ledger_by_town('industry', numbers) }}
),

summed as (
    {{ summed_by_county('towns', numbers, rates) }}
),

counted as (
    select
        reported.period,
        towns.county_code,
        labels.label_zh,
        count(*) as towns
    from {{ ref('fct_ledger_value') }} as reported
    inner join {{ ref('int_town_periods') }} as towns
        on reported.town_code = towns.town_code and reported.period = towns.period
    inner join {{ ref('int_code_labels') }} as labels
        on
            reported.ledger = labels.ledger
            and reported.field = labels.field
            and reported.value_text = labels.code
    where
        {{ is_rebuilt('reported.period') }}
        and reported.ledger = 'industry'
        and reported.field = 'leading_industry'
    group by grouping sets (
        (reported.period, towns.county_code, labels.label_zh),
        (reported.period, labels.label_zh)
    )
),

leading_industries as (
    select
        period,
        county_code,
        {{ joined_text(
            "concat(label_zh, cast(towns as varchar), '镇')", "'、'", "concat(cast(1000 - towns as varchar), label_zh)"
        ) }} as leading_industries
    from counted
    group by period, county_code
),

named as (
    select
        summed.period,
        summed.county_code,
        summed.county_name,
        '四(四)' as clause,
        summed.towns,
        {%- for number in numbers %}
            summed.{{ number }},
        {%- endfor %}
        summed.output_ratio - 100 as output_growth,
        summed.output_ratio_towns as output_growth_towns,
        summed.households_linked_rate,
        summed.households_linked_rate_towns,
        coalesce(leading_industries.leading_industries, '') as leading_industries
    from summed
    left join leading_industries
        on
            summed.period = leading_industries.period
            and summed.county_code = coalesce(leading_industries.county_code, '')
),

shown as (
    {{ with_decisions_on_counties('named', ['county_code', 'period'], 'industry') }}
)

select * from shown
