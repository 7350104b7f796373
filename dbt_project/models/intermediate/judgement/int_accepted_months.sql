{{ config(materialized='incremental') }}
-- The months of a series that stand: each is judged against the last one that stood before it.
with recursive current_months as (
    select
        series_id,
        submission_id,
        period,
        record_id,
        month,
        row_number() over (partition by series_id order by month) as turn
    from {{ ref('int_record_amounts') }}
    where {{ is_in_rebuilt_year('period') }} and is_current
    group by series_id, submission_id, period, record_id, month
),

faults as (
    select * from {{ ref('int_month_comparisons') }}
    where {{ is_in_rebuilt_year('period') }} and is_fault
),

chain as (
    select
        series_id,
        turn,
        month,
        month as last_accepted_month
    from current_months
    where turn = 1

    union all

    select
        current_months.series_id,
        current_months.turn,
        current_months.month,
        case
            when faults.record_id is null then current_months.month else chain.last_accepted_month
        end as last_accepted_month
    from chain
    inner join current_months
        on chain.series_id = current_months.series_id and chain.turn + 1 = current_months.turn
    left join faults
        on
            current_months.submission_id = faults.submission_id
            and current_months.record_id = faults.record_id
            and chain.last_accepted_month = faults.earlier_month
),

accepted as (
    select
        chain.series_id,
        chain.month,
        current_months.period,
        current_months.submission_id,
        current_months.record_id
    from chain
    inner join current_months
        on chain.series_id = current_months.series_id and chain.turn = current_months.turn
    where chain.month = chain.last_accepted_month
)

select * from accepted
