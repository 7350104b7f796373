with reports as (
    select
        submission_id,
        ledger,
        records_accepted + records_rejected as counted
    from {{ ref('fct_submission') }}
    where disposition <> 'duplicate'
),

records as (
    select
        submission_id,
        ledger,
        count(*) as in_store
    from {{ ref('int_records') }}
    group by submission_id, ledger
)

select
    reports.submission_id,
    reports.ledger,
    reports.counted,
    records.in_store
from reports
left join records
    on reports.submission_id = records.submission_id and reports.ledger = records.ledger
where reports.counted <> coalesce(records.in_store, 0)
