{{ config(materialized='incremental') }}
-- Governance in figures, for each county and the city: grids, disputes, households, hazard points, venues.
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
    where {{ is_rebuilt('reported.period') }} and reported.ledger = 'governance'
),

summed as (
    select
        period,
        county_code,
        county_name,
        count(distinct town_code) as towns,
        {{ exact_sum("case when field = 'grids_total' then value_number end") }} as grids_total,
        {{ exact_sum("case when field = 'grids_staffed' then value_number end") }} as grids_staffed,
        {{ exact_sum("case when field = 'disputes_received' then value_number end") }} as disputes_received,
        {{ exact_sum("case when field = 'disputes_resolved' then value_number end") }} as disputes_resolved,
        {{ exact_sum(
            "case when field = 'civilised_households' then value_number end"
        ) }} as civilised_households,
        {{ exact_sum("case when field = 'households_total' then value_number end") }} as households_total,
        {{ exact_sum(
            "case when field = 'hazard_points_total' then value_number end"
        ) }} as hazard_points_total,
        {{ exact_sum(
            "case when field = 'hazard_points_online' then value_number end"
        ) }} as hazard_points_online,
        {{ exact_sum("case when field = 'law_venues' then value_number end") }} as law_venues
    from reported
    group by grouping sets ((period, county_code, county_name), (period))
),

named as (
    select
        summed.period,
        coalesce(summed.county_code, '') as county_code,
        coalesce(summed.county_name, '全市') as county_name,
        '四(五)' as clause,
        cast(summed.towns as integer) as towns,
        summed.grids_total,
        summed.grids_staffed,
        summed.disputes_received,
        summed.disputes_resolved,
        summed.civilised_households,
        summed.households_total,
        summed.hazard_points_total,
        summed.hazard_points_online,
        summed.law_venues,
        cast(100.0 * summed.grids_staffed / nullif(summed.grids_total, 0) as double) as grids_staffed_rate,
        cast(100.0 * summed.disputes_resolved / nullif(summed.disputes_received, 0) as double)
            as disputes_resolved_rate,
        cast(100.0 * summed.civilised_households / nullif(summed.households_total, 0) as double)
            as civilised_households_rate,
        cast(100.0 * summed.hazard_points_online / nullif(summed.hazard_points_total, 0) as double)
            as hazard_points_online_rate
    from summed
),

shown as (
    {{ with_decisions_on_counties('named', ['county_code', 'period'], 'governance') }}
)

select * from shown
