{{ config(materialized='incremental') }}
with standings as (
    select * from {{ ref('int_ledger_standings') }}
    where {{ is_rebuilt('period') }}
),

rejected as (
    select
        submission_id,
        ledger,
        count(*) as records
    from {{ ref('int_rejected_records') }}
    where {{ is_rebuilt('period') }}
    group by submission_id, ledger
),

warned as (
    select distinct
        submission_id,
        ledger
    from {{ ref('int_findings') }}
    where {{ is_rebuilt('period') }} and judged_in = 'warehouse' and severity <> 'info'
),

submitted as (
    select
        standings.submission_id,
        standings.county_code,
        standings.period,
        standings.ledger,
        standings.source_file,
        standings.received_at,
        due_dates.due_at,
        coalesce(cast(standings.received_at as date) > due_dates.due_date, false) as is_late,
        case
            when standings.standing = 'duplicate' then 'duplicate'
            when standings.is_accepted and warned.submission_id is not null then 'accepted_with_findings'
            else standings.disposition
        end as disposition,
        standings.superseded_by,
        standings.duplicate_of,
        standings.reading_version,
        standings.withdrawn_by,
        due_dates.extended_by,
        case
            when standings.standing = 'duplicate' then 0
            else standings.records_accepted - coalesce(rejected.records, 0)
        end as records_accepted,
        case
            when standings.standing = 'duplicate' then 0
            else standings.records_rejected + coalesce(rejected.records, 0)
        end as records_rejected
    from standings
    left join {{ ref('int_due_dates') }} as due_dates
        on
            standings.county_code = due_dates.county_code
            and standings.period = due_dates.period
            and standings.ledger = due_dates.ledger
    left join rejected
        on standings.submission_id = rejected.submission_id and standings.ledger = rejected.ledger
    left join warned
        on standings.submission_id = warned.submission_id and standings.ledger = warned.ledger
),

typed as (
    select
        submission_id,
        county_code,
        period,
        ledger,
        source_file,
        received_at,
        due_at,
        is_late,
        disposition,
        superseded_by,
        duplicate_of,
        reading_version,
        withdrawn_by,
        coalesce(extended_by, '') as extended_by,
        cast(records_accepted as integer) as records_accepted,
        cast(records_rejected as integer) as records_rejected
    from submitted
)

select * from typed
