-- Every ledger that a county owes for an expected month, and whether it came, in time, and was accepted.
with counties as (
    select * from {{ ref('int_county_periods') }}
),

expected as (
    select
        counties.county_code,
        periods.period,
        ledgers.ledger,
        ledgers.standard_version
    from {{ ref('int_periods') }} as periods
    inner join {{ ref('expected_ledgers') }} as ledgers
        on
            periods.standard_version = ledgers.standard_version
            and periods.month % ledgers.due_every_months = 0
    inner join counties
        on periods.period = counties.period
),

submitted as (
    select
        *,
        disposition in ('accepted', 'accepted_with_findings') as is_accepted,
        disposition in ('accepted', 'accepted_with_findings') and superseded_by = '' as is_current,
        row_number() over (
            partition by county_code, period, ledger order by received_at, source_file
        ) as turn
    from {{ ref('fct_submission') }}
    where disposition <> 'duplicate' and withdrawn_by = ''
),

summed_up as (
    select
        expected.county_code,
        expected.period,
        expected.ledger,
        expected.standard_version,
        due_dates.due_at,
        due_dates.extended_by,
        count(submitted.submission_id) as files,
        sum(case when submitted.disposition = 'rejected' then 1 else 0 end) as files_rejected,
        max(case when due_dates.due_at < {{ known_until() }} then 1 else 0 end) = 1 as is_due,
        min(submitted.received_at) as first_received_at,
        max(case when submitted.turn = 1 then submitted.source_file end) as first_file,
        max(case when submitted.turn = 1 and submitted.is_late then 1 else 0 end) = 1 as is_first_late,
        max(
            case when submitted.turn = 1 and submitted.is_accepted then 1 else 0 end
        ) = 1 as is_accepted_first,
        max(case when submitted.superseded_by <> '' then 1 else 0 end) = 1 as is_replaced,
        min(
            case when submitted.disposition = 'rejected' then submitted.received_at end
        ) as first_returned_at,
        max(case when submitted.is_accepted then submitted.received_at end) as last_accepted_at,
        min(case when submitted.is_accepted then submitted.received_at end) as accepted_at,
        max(case when submitted.is_accepted and not submitted.is_late then 1 else 0 end) = 1 as is_on_time,
        sum(case when submitted.is_current then submitted.records_accepted else 0 end) as records_accepted,
        sum(case when submitted.is_current then submitted.records_rejected else 0 end) as records_rejected
    from expected
    inner join {{ ref('int_due_dates') }} as due_dates
        on
            expected.county_code = due_dates.county_code
            and expected.period = due_dates.period
            and expected.ledger = due_dates.ledger
    left join submitted
        on
            expected.county_code = submitted.county_code
            and expected.period = submitted.period
            and expected.ledger = submitted.ledger
    group by
        expected.county_code,
        expected.period,
        expected.ledger,
        expected.standard_version,
        due_dates.due_at,
        due_dates.extended_by
)

select * from summed_up
