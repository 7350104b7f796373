-- How a county reported in a quarter: late or missing reports, and returned ones not corrected in time.
with quarters as (
    select * from {{ ref('int_quarters') }}
),

expected as (
    select
        reports.*,
        quarters.quarter,
        ledgers.label_zh as ledger_name
    from {{ ref('int_expected_reports') }} as reports
    inner join quarters
        on reports.period >= quarters.first_period and reports.period <= quarters.last_period
    inner join {{ ref('ledgers') }} as ledgers
        on reports.ledger = ledgers.ledger
),

-- The last moment known: a correction can't be overdue before its days have passed.
known_until as (
    select max(received_at) as moment from {{ ref('int_submission_readings') }}
),

settings as (
    select
        standard_version,
        value as correction_days
    from {{ ref('parameters') }}
    where parameter = 'correction_days'
),

-- Files refused as a whole; one in which no ledger was recognised is corrected by any accepted ledger.
returned as (
    select
        reports.county_code,
        reports.period,
        reports.ledger,
        reports.received_at,
        {{ days_after('reports.received_at', 'settings.correction_days') }} as correct_by
    from {{ ref('fct_submission') }} as reports
    inner join {{ ref('int_periods') }} as periods
        on reports.period = periods.period
    inner join settings
        on periods.standard_version = settings.standard_version
    where reports.disposition = 'rejected'
),

uncorrected as (
    select
        returned.county_code,
        returned.period,
        returned.ledger
    from returned
    cross join known_until
    left join {{ ref('fct_submission') }} as corrections
        on
            returned.county_code = corrections.county_code
            and returned.period = corrections.period
            and (returned.ledger = '' or returned.ledger = corrections.ledger)
            and returned.received_at <= corrections.received_at
            and returned.correct_by >= corrections.received_at
            and corrections.disposition in ('accepted', 'accepted_with_findings')
    where corrections.submission_id is null and known_until.moment > returned.correct_by
),

uncorrected_reports as (
    select
        uncorrected.county_code,
        quarters.quarter,
        count(*) as reports
    from uncorrected
    inner join quarters
        on uncorrected.period >= quarters.first_period and uncorrected.period <= quarters.last_period
    group by uncorrected.county_code, quarters.quarter
),

summed_up as (
    select
        expected.county_code,
        expected.quarter,
        max(expected.standard_version) as standard_version,
        sum(case when expected.is_on_time then 0 else 1 end) as late_or_missing,
        coalesce({{ joined_text(
            "case when not expected.is_on_time then concat(expected.period, expected.ledger_name) end",
            "'、'",
            "concat(expected.period, expected.ledger)"
        ) }}, '') as reports
    from expected
    group by expected.county_code, expected.quarter
),

measured as (
    select
        summed_up.*,
        coalesce(uncorrected_reports.reports, 0) as uncorrected
    from summed_up
    left join uncorrected_reports
        on
            summed_up.county_code = uncorrected_reports.county_code
            and summed_up.quarter = uncorrected_reports.quarter
)

select * from measured
