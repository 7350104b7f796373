with findings as (
    select * from {{ ref('int_findings') }}
),

named as (
    select
        finding_id,
        submission_id,
        county_code,
        period,
        ledger,
        severity,
        code,
        message_zh,
        source_file,
        sheet,
        cell,
        raw_text,
        suggestion,
        field,
        outcome,
        judged_in,
        record_id,
        decision_id
    from findings
)

select * from named
