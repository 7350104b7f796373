with readings as (
    select * from {{ ref('int_submission_readings') }}
),

records as (
    select * from {{ ref('stg_records') }}
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
        records.status
    from readings
    inner join records
        on
            readings.submission_id = records.submission_id
            and readings.reading_version = records.reading_version
)

select * from submitted
