{{ config(materialized='incremental') }}
-- Where decisions that hold bear on a month: a confirmation on the values that it lets count, on the record
-- that is held against them as its month before, and on a ledger that had been refused as a whole; a
-- withdrawal on the ledger of the county and each of its towns; an extension on when the ledger is due.
with confirmed as (
    select distinct
        decision_id,
        'confirm' as kind,
        county_code,
        period,
        ledger,
        town_code,
        record_key,
        field
    from {{ ref('int_value_outcomes') }}
    where {{ is_rebuilt('period') }} and outcome = 'published' and decision_id <> ''
),

held_against as (
    select distinct
        confirmations.decision_id,
        'confirm' as kind,
        records.county_code,
        records.period,
        records.ledger,
        records.town_code,
        records.record_key,
        '' as field
    from {{ ref('int_month_references') }} as month_references
    inner join {{ ref('int_confirmations') }} as confirmations
        on
            month_references.reference_submission_id = confirmations.submission_id
            and month_references.reference_record_id = confirmations.record_id
    inner join {{ ref('int_records') }} as records
        on
            month_references.submission_id = records.submission_id
            and month_references.record_id = records.record_id
    where {{ is_rebuilt('month_references.period') }}
),

ledgers as (
    select * from {{ ref('int_submitted_ledgers') }}
    where {{ is_rebuilt('period') }}
),

accepted as (
    select distinct
        accepted_by as decision_id,
        'confirm' as kind,
        county_code,
        period,
        ledger,
        '' as town_code,
        '' as record_key,
        '' as field
    from ledgers
    where accepted_by <> ''
),

withdrawn as (
    select distinct
        withdrawn_by as decision_id,
        county_code,
        period,
        ledger
    from ledgers
    where withdrawn_by <> ''
),

extended as (
    select
        extended_by as decision_id,
        'extend' as kind,
        county_code,
        period,
        ledger,
        '' as town_code,
        '' as record_key,
        '' as field
    from {{ ref('int_due_dates') }}
    where {{ is_rebuilt('period') }} and extended_by <> ''
),

reach as (
    select * from confirmed
    union all
    select * from held_against
    union all
    select * from accepted
    union all
    select * from extended
    union all
    select
        decision_id,
        'withdraw' as kind,
        county_code,
        period,
        ledger,
        '' as town_code,
        '' as record_key,
        '' as field
    from withdrawn
    union all
    select
        withdrawn.decision_id,
        'withdraw' as kind,
        withdrawn.county_code,
        withdrawn.period,
        withdrawn.ledger,
        towns.town_code,
        '' as record_key,
        '' as field
    from withdrawn
    inner join {{ ref('int_town_periods') }} as towns
        on withdrawn.county_code = towns.county_code and withdrawn.period = towns.period
)

select * from reach
