{{ config(materialized='incremental') }}
-- Of the submissions that a decision is about: why their files alone had rows refused and values withheld,
-- and whether every such reason has been confirmed (then with the decision).
with decided as (
    select distinct submission_id from {{ ref('int_confirmations') }}
),

findings as (
    select
        findings.submission_id,
        readings.period,
        findings.ledger,
        findings.record_id,
        findings.code,
        findings.outcome,
        findings.field
    from {{ ref('stg_findings') }} as findings
    inner join {{ ref('int_submission_readings') }} as readings
        on
            findings.submission_id = readings.submission_id
            and findings.reading_version = readings.reading_version
    inner join decided
        on findings.submission_id = decided.submission_id
    where
        {{ is_rebuilt('readings.period') }}
        and findings.outcome in ('reject_row', 'withhold')
        and findings.record_id <> ''
),

judged as (
    select
        findings.submission_id,
        findings.period,
        findings.record_id,
        case when findings.outcome = 'withhold' then findings.field else '' end as withheld_field,
        min(confirmations.decision_id) as decision_id,
        count(*) = count(confirmations.decision_id) as is_confirmed
    from findings
    left join {{ ref('int_confirmations') }} as confirmations
        on
            findings.submission_id = confirmations.submission_id
            and findings.record_id = confirmations.record_id
            and findings.code = confirmations.code
            and findings.field = confirmations.field
    group by 1, 2, 3, 4
)

select * from judged
