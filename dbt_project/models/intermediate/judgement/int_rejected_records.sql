-- Records that only other months show to be wrong.
with found as (
    select
        submission_id,
        ledger,
        record_id,
        code
    from {{ ref('int_finding_cumulative_fell') }}
    union all
    select
        submission_id,
        ledger,
        record_id,
        code
    from {{ ref('int_finding_unit_slip') }}
),

rejected as (
    select distinct
        found.submission_id,
        found.ledger,
        found.record_id
    from found
    inner join {{ ref('finding_codes') }} as finding_codes
        on found.code = finding_codes.code
    where finding_codes.outcome = 'reject_row'
)

select * from rejected
