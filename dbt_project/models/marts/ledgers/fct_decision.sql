with decisions as (
    select * from {{ ref('int_decisions') }}
),

submissions as (
    select
        submission_id,
        source_file,
        county_code,
        period
    from {{ ref('int_submission_readings') }}
),

findings as (
    select
        finding_id,
        message_zh
    from {{ ref('int_findings') }}
),

named as (
    select
        decisions.decision_id,
        decisions.kind,
        case decisions.kind
            when 'confirm' then '确认'
            when 'withdraw' then '撤回'
            when 'extend' then '延期'
            else '撤销决定'
        end as kind_name,
        decisions.decided_at,
        decisions.decided_by,
        decisions.reason,
        decisions.is_in_force,
        decisions.revoked_at,
        decisions.county_code,
        coalesce(counties.county_name, '') as county_name,
        decisions.period,
        decisions.ledger,
        coalesce(ledgers.label_zh, '') as ledger_name,
        decisions.submission_id,
        coalesce(submissions.source_file, '') as source_file,
        decisions.finding_id,
        decisions.code,
        coalesce(findings.message_zh, '') as message_zh,
        decisions.due_date,
        decisions.revokes
    from decisions
    left join {{ ref('dim_county') }} as counties
        on decisions.county_code = counties.county_code
    left join {{ ref('ledgers') }} as ledgers
        on decisions.ledger = ledgers.ledger
    left join submissions
        on decisions.submission_id = submissions.submission_id
    left join findings
        on decisions.finding_id = findings.finding_id
)

select * from named
