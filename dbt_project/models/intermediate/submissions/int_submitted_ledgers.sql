with readings as (
    select * from {{ ref('int_submission_readings') }}
),

ledgers as (
    select * from {{ ref('stg_ledgers') }}
),

submitted as (
    select
        readings.submission_id,
        ledgers.ledger,
        readings.county_code,
        readings.period,
        readings.source_file,
        readings.content_sha256,
        readings.received_at,
        readings.arrival,
        ledgers.disposition,
        ledgers.records_accepted,
        ledgers.records_rejected,
        ledgers.disposition in ('accepted', 'accepted_with_findings') as is_accepted
    from readings
    inner join ledgers
        on
            readings.submission_id = ledgers.submission_id
            and readings.reading_version = ledgers.reading_version
)

select * from submitted
