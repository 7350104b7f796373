-- The findings on single records that a person has confirmed: what they found is right as it was reported.
with decisions as (
    select * from {{ ref('int_decisions') }}
    where kind = 'confirm' and is_in_force and record_id <> ''
),

confirmations as (
    select
        submission_id,
        record_id,
        code,
        field,
        min(decision_id) as decision_id
    from decisions
    group by submission_id, record_id, code, field
)

select * from confirmations
