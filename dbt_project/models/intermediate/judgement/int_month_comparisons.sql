{{ config(materialized='incremental') }}
-- Each record against each earlier month of its year: would it fall, or jump by the factor of a wrong unit?
with amounts as (
    select * from {{ ref('int_record_amounts') }}
    where {{ is_in_rebuilt_year('period') }}
),

confirmed as (
    select * from {{ ref('int_confirmations') }}
),

slipped as (
    select distinct
        submission_id,
        record_id
    from confirmed
    where code = 'UNIT_SLIP'
),

compared as (
    select
        later.series_id,
        later.submission_id,
        later.period,
        later.ledger,
        later.record_id,
        later.month,
        earlier.month as earlier_month,
        later.field,
        later.amount,
        earlier.amount as earlier_amount,
        later.is_cumulative and later.amount < earlier.amount as has_fallen,
        later.is_cumulative
        and later.amount < earlier.amount
        and fell.record_id is null as has_fallen_unconfirmed,
        slipped.record_id is null as is_slip_unconfirmed,
        {{ unit_slip('later.amount', 'earlier.amount', 'later.is_money') }} as slip
    from amounts as later
    inner join amounts as earlier
        on
            later.series_id = earlier.series_id
            and later.field = earlier.field
            and later.month > earlier.month
            and earlier.is_current
    left join confirmed as fell
        on
            later.submission_id = fell.submission_id
            and later.record_id = fell.record_id
            and later.field = fell.field
            and fell.code = 'CUMULATIVE_FELL'
    left join slipped
        on later.submission_id = slipped.submission_id and later.record_id = slipped.record_id
    where {{ is_rebuilt('later.period') }}
),

summed_up as (
    select
        series_id,
        submission_id,
        period,
        ledger,
        record_id,
        month,
        earlier_month,
        max(case when has_fallen then 1 else 0 end) = 1 as has_fallen,
        max(
            case when has_fallen_unconfirmed or (slip <> 0 and is_slip_unconfirmed) then 1 else 0 end
        ) = 1 as is_fault,
        max(slip) - case when min(slip) < 0 then 1 else 0 end as slip,
        max(earlier_amount) as largest_earlier_amount,
        min(case when earlier_amount > 0 then earlier_amount end) as smallest_earlier_amount
    from compared
    group by series_id, submission_id, period, ledger, record_id, month, earlier_month
)

select * from summed_up
