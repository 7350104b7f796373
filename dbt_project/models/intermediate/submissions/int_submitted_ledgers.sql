{{ config(materialized='incremental') }}
with readings as (
    select * from {{ ref('int_submission_readings') }}
    where {{ is_rebuilt('period') }}
),

ledgers as (
    select * from {{ ref('stg_ledgers') }}
),

-- Records that a person has confirmed count in a ledger that had refused them.
confirmed as (
    select
        submission_id,
        ledger,
        count(*) as records,
        min(decision_id) as decision_id
    from {{ ref('int_records') }}
    where {{ is_rebuilt('period') }} and decision_id <> ''
    group by submission_id, ledger
),

withdrawn as (
    select
        submission_id,
        ledger,
        min(decision_id) as decision_id
    from {{ ref('int_decisions') }}
    where kind = 'withdraw' and is_in_force
    group by submission_id, ledger
),

counted as (
    select
        ledgers.submission_id,
        ledgers.reading_version,
        ledgers.ledger,
        case
            when ledgers.disposition = 'rejected' and confirmed.records > 0 then 'accepted_with_findings'
            else ledgers.disposition
        end as disposition,
        case
            when ledgers.disposition = 'rejected' then coalesce(confirmed.decision_id, '')
            else ''
        end as accepted_by,
        ledgers.records_accepted + coalesce(confirmed.records, 0) as records_accepted,
        ledgers.records_rejected - coalesce(confirmed.records, 0) as records_rejected,
        coalesce(of_file.decision_id, of_ledger.decision_id, '') as withdrawn_by
    from ledgers
    left join confirmed
        on ledgers.submission_id = confirmed.submission_id and ledgers.ledger = confirmed.ledger
    left join withdrawn as of_file
        on ledgers.submission_id = of_file.submission_id and of_file.ledger = ''
    left join withdrawn as of_ledger
        on
            ledgers.submission_id = of_ledger.submission_id
            and ledgers.ledger = of_ledger.ledger
            and of_ledger.ledger <> ''
),

submitted as (
    select
        readings.submission_id,
        counted.ledger,
        readings.county_code,
        readings.period,
        readings.source_file,
        readings.content_sha256,
        readings.received_at,
        readings.arrival,
        readings.reading_version,
        counted.disposition,
        counted.records_accepted,
        counted.records_rejected,
        counted.accepted_by,
        counted.withdrawn_by,
        counted.disposition in ('accepted', 'accepted_with_findings')
        and counted.withdrawn_by = '' as is_accepted
    from readings
    inner join counted
        on
            readings.submission_id = counted.submission_id
            and readings.reading_version = counted.reading_version
)

select * from submitted
