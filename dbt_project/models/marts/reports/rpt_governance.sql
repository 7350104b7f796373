{{ config(materialized='incremental') }}
-- Governance in figures, for each county and the city: grids, disputes, households, hazard points, venues.
{%- set numbers = [
    'grids_total', 'grids_staffed', 'disputes_received', 'disputes_resolved', 'civilised_households',
    'households_total', 'hazard_points_total', 'hazard_points_online', 'law_venues',
] %}
{%- set rates = {
    'grids_staffed_rate': ('grids_staffed', 'grids_total'),
    'disputes_resolved_rate': ('disputes_resolved', 'disputes_received'),
    'civilised_households_rate': ('civilised_households', 'households_total'),
    'hazard_points_online_rate': ('hazard_points_online', 'hazard_points_total'),
} %}
with towns as (
    {{ ledger_by_town('governance', numbers) }}
),

summed as (
    {{ summed_by_county('towns', numbers, rates) }}
),

named as (
    select
        *,
        '四(五)' as clause
    from summed
),

shown as (
    {{ with_decisions_on_counties('named', ['county_code', 'period'], 'governance') }}
)

select * from shown
