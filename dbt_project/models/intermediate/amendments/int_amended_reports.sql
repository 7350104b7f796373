-- The expected reports of released quarters of which something else is known now: what came, when, by when it
-- was due, and what people decided of it.
with released as (
    select * from {{ ref('stg_released_reports') }}
),

months as (
    select * from {{ ref('int_released_months') }}
),

present as (
    select
        months.released_quarter,
        reports.*
    from {{ ref('rpt_reporting') }} as reports
    inner join months
        on reports.period = months.period
),

files_released as (
    select * from {{ ref('stg_released_submissions') }}
),

files_now as (
    select
        months.released_quarter,
        submissions.*
    from {{ ref('fct_submission') }} as submissions
    inner join months
        on submissions.period = months.period
),

files as (
    select
        files_now.released_quarter,
        files_now.county_code,
        files_now.period,
        files_now.ledger,
        {{ joined_text("files_now.submission_id", "'、'", "files_now.submission_id") }} as submissions,
        {{ joined_text(
            "nullif(coalesce(nullif(files_now.withdrawn_by, ''), nullif(files_now.extended_by, '')), '')",
            "'、'", "files_now.submission_id"
        ) }} as decisions
    from files_now
    left join files_released
        on
            files_now.released_quarter = files_released.released_quarter
            and files_now.submission_id = files_released.submission_id
            and files_now.ledger = files_released.ledger
            and files_now.disposition = files_released.disposition
            and files_now.is_late = files_released.is_late
            and files_now.withdrawn_by = files_released.withdrawn_by
            and files_now.extended_by = files_released.extended_by
    where files_released.submission_id is null
    group by files_now.released_quarter, files_now.county_code, files_now.period, files_now.ledger
),

compared as (
    select
        present.released_quarter,
        present.county_code,
        present.period,
        present.ledger,
        concat(
            present.period, ' ', present.ledger_name, '：',
            case
                when released.ledger is null then '未列入应报'
                else concat(
                    released.status_name, '（期限', cast(cast(released.due_at as date) as varchar), '）'
                )
            end,
            '→', present.status_name, '（期限', cast(cast(present.due_at as date) as varchar), '）'
        ) as said,
        coalesce(files.submissions, '') as submissions,
        coalesce(files.decisions, nullif(present.extended_by, ''), '') as decisions,
        {{ hashed(['present.released_quarter', 'present.county_code', 'present.period', 'present.ledger']) }}
            as basis_id
    from present
    left join released
        on
            present.released_quarter = released.released_quarter
            and present.county_code = released.county_code
            and present.period = released.period
            and present.ledger = released.ledger
    left join files
        on
            present.released_quarter = files.released_quarter
            and present.county_code = files.county_code
            and present.period = files.period
            and present.ledger = files.ledger
    where
        released.ledger is null
        or released.status <> present.status
        or released.due_at <> present.due_at
        or released.is_due <> present.is_due
        or coalesce(released.first_received_at, released.due_at) <> coalesce(
            present.first_received_at, present.due_at
        )
        or released.files_rejected <> present.files_rejected
)

select * from compared
