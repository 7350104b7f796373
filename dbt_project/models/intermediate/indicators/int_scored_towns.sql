{{ config(materialized='incremental') }}
-- Towns that reported: a value of a ledger that counts for scoring was accepted in the month.
with town_periods as (
    select
        towns.county_code,
        towns.town_code,
        towns.period,
        towns.peer_group,
        periods.standard_version,
        periods.is_in_force
    from {{ ref('int_town_periods') }} as towns
    inner join {{ ref('int_standard_periods') }} as periods
        on towns.period = periods.period
),

reported as (
    select distinct
        reported.town_code,
        reported.period,
        ledgers.standard_version
    from {{ ref('fct_ledger_value') }} as reported
    inner join {{ ref('expected_ledgers') }} as ledgers
        on reported.ledger = ledgers.ledger
    where {{ is_rebuilt('reported.period') }} and ledgers.makes_town_scored
),

scored as (
    select town_periods.*
    from town_periods
    inner join reported
        on
            town_periods.town_code = reported.town_code
            and town_periods.period = reported.period
            and town_periods.standard_version = reported.standard_version
)

select * from scored
