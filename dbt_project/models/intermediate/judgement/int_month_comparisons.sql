-- Each record against each earlier month of its year: would it fall, or jump by the factor of a wrong unit?
with amounts as (
    select * from {{ ref('int_record_amounts') }}
),

limits as (
    select
        {{ judgement_limit('unit_slip_factor') }} as slip,
        {{ judgement_limit('unit_slip_tolerance') }} as tolerance
),

compared as (
    select
        later.series_id,
        later.submission_id,
        later.ledger,
        later.record_id,
        later.month,
        earlier.month as earlier_month,
        later.field,
        later.amount,
        earlier.amount as earlier_amount,
        later.is_cumulative and later.amount < earlier.amount as has_fallen,
        case
            when later.amount <= 0 or earlier.amount <= 0 then 0
            when abs(later.amount / earlier.amount / limits.slip - 1) <= limits.tolerance then 1
            when abs(earlier.amount / later.amount / limits.slip - 1) <= limits.tolerance then -1
            else 0
        end as slip
    from amounts as later
    inner join amounts as earlier
        on
            later.series_id = earlier.series_id
            and later.field = earlier.field
            and later.month > earlier.month
            and earlier.is_current
    cross join limits
),

summed_up as (
    select
        series_id,
        submission_id,
        ledger,
        record_id,
        month,
        earlier_month,
        max(case when has_fallen then 1 else 0 end) = 1 as has_fallen,
        max(slip) - case when min(slip) < 0 then 1 else 0 end as slip,
        max(earlier_amount) as largest_earlier_amount,
        min(case when earlier_amount > 0 then earlier_amount end) as smallest_earlier_amount
    from compared
    group by series_id, submission_id, ledger, record_id, month, earlier_month
)

select * from summed_up
