{{ config(materialized='incremental') }}
with readings as (
    select * from {{ ref('int_submission_readings') }}
    where {{ is_rebuilt('period') }}
),

records as (
    select * from {{ ref('stg_records') }}
),

confirmed as (
    select * from {{ ref('int_judged_by_file') }}
    where {{ is_rebuilt('period') }} and withheld_field = '' and is_confirmed
),

submitted as (
    select
        readings.submission_id,
        readings.county_code,
        readings.period,
        records.ledger,
        records.record_id,
        records.town_code,
        records.record_key,
        records.record_label,
        records.sheet,
        records.cell,
        case when confirmed.record_id is null then records.status else 'accepted' end as status,
        coalesce(confirmed.decision_id, '') as decision_id
    from readings
    inner join records
        on
            readings.submission_id = records.submission_id
            and readings.reading_version = records.reading_version
    left join confirmed
        on records.submission_id = confirmed.submission_id and records.record_id = confirmed.record_id
)

select * from submitted
