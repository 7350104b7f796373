{{ config(materialized='incremental') }}
-- Industry in figures, for each county and the city: output and its growth, who runs farms, who takes part.
with reported as (
    select
        towns.county_code,
        towns.county_name,
        reported.town_code,
        reported.period,
        reported.field,
        reported.value_number
    from {{ ref('fct_ledger_value') }} as reported
    inner join {{ ref('int_town_periods') }} as towns
        on reported.town_code = towns.town_code and reported.period = towns.period
    where {{ is_rebuilt('reported.period') }} and reported.ledger = 'industry'
),

summed as (
    select
        period,
        county_code,
        county_name,
        count(distinct town_code) as towns,
        {{ exact_sum("case when field = 'output_value' then value_number end") }} as output_value,
        {{ exact_sum(
            "case when field = 'output_value_last_year' then value_number end"
        ) }} as output_value_last_year,
        {{ exact_sum("case when field = 'agri_parks' then value_number end") }} as agri_parks,
        {{ exact_sum("case when field = 'cooperatives' then value_number end") }} as cooperatives,
        {{ exact_sum("case when field = 'family_farms' then value_number end") }} as family_farms,
        {{ exact_sum(
            "case when field = 'service_organisations' then value_number end"
        ) }} as service_organisations,
        {{ exact_sum("case when field = 'events_held' then value_number end") }} as events_held,
        {{ exact_sum("case when field = 'households_linked' then value_number end") }} as households_linked,
        {{ exact_sum("case when field = 'households_total' then value_number end") }} as households_total
    from reported
    group by grouping sets ((period, county_code, county_name), (period))
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
        coalesce(summed.county_code, '') as county_code,
        coalesce(summed.county_name, '全市') as county_name,
        '四(四)' as clause,
        cast(summed.towns as integer) as towns,
        summed.output_value,
        summed.output_value_last_year,
        summed.agri_parks,
        summed.cooperatives,
        summed.family_farms,
        summed.service_organisations,
        summed.events_held,
        summed.households_linked,
        summed.households_total,
        cast(
            100.0 * (summed.output_value / nullif(summed.output_value_last_year, 0) - 1) as double
        ) as output_growth,
        cast(100.0 * summed.households_linked / nullif(summed.households_total, 0) as double)
            as households_linked_rate,
        coalesce(leading_industries.leading_industries, '') as leading_industries
    from summed
    left join leading_industries
        on
            summed.period = leading_industries.period
            and coalesce(summed.county_code, '') = coalesce(leading_industries.county_code, '')
),

shown as (
    {{ with_decisions_on_counties('named', ['county_code', 'period'], 'industry') }}
)

select * from shown
