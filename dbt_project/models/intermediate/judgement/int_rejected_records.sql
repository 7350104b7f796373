{{ config(materialized='incremental') }}
-- Records that only other months show to be wrong, and that nobody has confirmed.
with found as (
    select
        submission_id,
        period,
        ledger,
        record_id,
        field,
        code
    from {{ ref('int_finding_cumulative_fell') }}
    where {{ is_rebuilt('period') }}
    union all
    select
        submission_id,
        period,
        ledger,
        record_id,
        field,
        code
    from {{ ref('int_finding_unit_slip') }}
    where {{ is_rebuilt('period') }}
),

rejected as (
    select distinct
        found.submission_id,
        found.period,
        found.ledger,
        found.record_id
    from found
    inner join {{ ref('finding_codes') }} as finding_codes
        on found.code = finding_codes.code
    left join {{ ref('int_confirmations') }} as confirmations
        on
            found.submission_id = confirmations.submission_id
            and found.record_id = confirmations.record_id
            and found.code = confirmations.code
            and found.field = confirmations.field
    where finding_codes.outcome = 'reject_row' and confirmations.decision_id is null
)

select * from rejected
