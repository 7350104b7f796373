-- What a county is reproached for in its reports of a quarter: each that came late or not at all, and each
-- returned one that was not corrected in time. A report returned at first is judged by its correction alone.
with quarters as (
    select * from {{ ref('int_quarters') }}
),

expected as (
    select
        reports.*,
        quarters.quarter
    from {{ ref('int_expected_reports') }} as reports
    inner join quarters
        on reports.period >= quarters.first_period and reports.period <= quarters.last_period
),

late_or_missing as (
    select
        expected.county_code,
        expected.quarter,
        expected.period,
        expected.ledger,
        case when expected.first_received_at is null then 'missing' else 'late' end as fault,
        expected.due_at,
        expected.first_received_at as received_at,
        coalesce(expected.first_file, '') as source_file,
        expected.extended_by as decision_id
    from expected
    where
        expected.is_due
        and (expected.first_received_at is null or expected.is_first_late)
),

settings as (
    select
        standard_version,
        value as correction_days
    from {{ ref('parameters') }}
    where parameter = 'correction_days'
),

-- What somebody has withdrawn was not sent: it is neither returned nor a correction.
submitted as (
    select * from {{ ref('fct_submission') }}
    where withdrawn_by = ''
),

-- Files refused as a whole; one in which no ledger was recognised is corrected by any accepted ledger.
returned as (
    select
        reports.county_code,
        quarters.quarter,
        reports.period,
        reports.ledger,
        reports.received_at,
        reports.source_file,
        {{ days_after('reports.received_at', 'settings.correction_days') }} as correct_by
    from submitted as reports
    inner join {{ ref('int_periods') }} as periods
        on reports.period = periods.period
    inner join quarters
        on reports.period >= quarters.first_period and reports.period <= quarters.last_period
    inner join settings
        on periods.standard_version = settings.standard_version
    where reports.disposition = 'rejected'
),

corrected as (
    select distinct
        returned.county_code,
        returned.period,
        returned.ledger,
        returned.source_file
    from returned
    inner join submitted as corrections
        on
            returned.county_code = corrections.county_code
            and returned.period = corrections.period
            and (returned.ledger = '' or returned.ledger = corrections.ledger)
            and returned.received_at <= corrections.received_at
            and returned.correct_by >= corrections.received_at
    where corrections.disposition in ('accepted', 'accepted_with_findings')
),

uncorrected as (
    select
        returned.county_code,
        returned.quarter,
        returned.period,
        returned.ledger,
        'uncorrected' as fault,
        returned.correct_by as due_at,
        returned.received_at,
        returned.source_file,
        '' as decision_id
    from returned
    left join corrected
        on
            returned.county_code = corrected.county_code
            and returned.period = corrected.period
            and returned.ledger = corrected.ledger
            and returned.source_file = corrected.source_file
    where corrected.county_code is null and returned.correct_by < {{ known_until() }}
),

faults as (
    select * from late_or_missing
    union all
    select * from uncorrected
)

select * from faults
