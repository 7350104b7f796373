with reports as (
    select * from {{ ref('fct_submission') }}
)

select
    reports.submission_id,
    reports.ledger,
    reports.superseded_by
from reports
left join reports as later
    on reports.superseded_by = later.submission_id and reports.ledger = later.ledger
where
    reports.superseded_by <> ''
    and not coalesce(
        later.county_code = reports.county_code
        and later.period = reports.period
        and later.received_at >= reports.received_at
        and later.disposition in ('accepted', 'accepted_with_findings'),
        false
    )
