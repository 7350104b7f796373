{{ config(materialized='incremental') }}
with readings as (
    select * from {{ ref('int_submission_readings') }}
    where {{ is_rebuilt('period') }}
),

reported as (
    select * from {{ ref('stg_values') }}
),

records as (
    select * from {{ ref('int_records') }}
    where {{ is_rebuilt('period') }}
),

standings as (
    select * from {{ ref('int_ledger_standings') }}
    where {{ is_rebuilt('period') }}
),

judged as (
    select * from {{ ref('int_judged_by_file') }}
    where {{ is_rebuilt('period') }}
),

submitted as (
    select
        readings.submission_id,
        readings.county_code,
        readings.period,
        readings.source_file,
        readings.received_at,
        reported.ledger,
        reported.record_id,
        reported.town_code,
        reported.record_key,
        records.record_label,
        reported.field,
        reported.value_number,
        reported.value_text,
        -- A confirmed row counts save for values that were withheld for a reason of their own.
        case
            when reported.status = 'accepted' then 'accepted'
            when reported.status = 'rejected' and records.decision_id = '' then 'rejected'
            when reported.value_number is null and reported.value_text is null then 'withheld'
            when withheld.is_confirmed then 'accepted'
            when withheld.record_id is not null or reported.status = 'withheld' then 'withheld'
            else 'accepted'
        end as status,
        case
            when reported.status = 'accepted' then ''
            when withheld.is_confirmed then withheld.decision_id
            else records.decision_id
        end as confirmed_by,
        standings.standing,
        reported.sheet,
        reported.cell,
        reported.raw_text,
        reported.precision,
        reported.unit_source
    from readings
    inner join reported
        on
            readings.submission_id = reported.submission_id
            and readings.reading_version = reported.reading_version
    inner join records
        on reported.submission_id = records.submission_id and reported.record_id = records.record_id
    left join judged as withheld
        on
            reported.submission_id = withheld.submission_id
            and reported.record_id = withheld.record_id
            and reported.field = withheld.withheld_field
    inner join standings
        on reported.submission_id = standings.submission_id and reported.ledger = standings.ledger
)

select * from submitted
