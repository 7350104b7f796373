-- Every ledger that a county owes for an expected month, and whether it came, in time, and was accepted.
with counties as (
    select distinct county_code from {{ ref('towns') }}
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
    cross join counties
),

submitted as (
    select
        *,
        disposition in ('accepted', 'accepted_with_findings') as is_accepted,
        disposition in ('accepted', 'accepted_with_findings') and superseded_by = '' as is_current
    from {{ ref('fct_submission') }}
    where disposition <> 'duplicate'
),

summed_up as (
    select
        expected.county_code,
        expected.period,
        expected.ledger,
        expected.standard_version,
        due_dates.due_at,
        count(submitted.submission_id) as files,
        sum(case when submitted.disposition = 'rejected' then 1 else 0 end) as files_rejected,
        min(submitted.received_at) as first_received_at,
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
        due_dates.due_at
)

select * from summed_up
