with readings as (
    select * from {{ ref('int_submission_readings') }}
),

reported as (
    select * from {{ ref('stg_values') }}
),

records as (
    select * from {{ ref('int_records') }}
),

standings as (
    select * from {{ ref('int_ledger_standings') }}
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
        reported.status,
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
    inner join standings
        on reported.submission_id = standings.submission_id and reported.ledger = standings.ledger
)

select * from submitted
