{{ config(materialized='incremental') }}
with findings as (
    select * from {{ ref('int_findings') }}
    where {{ is_rebuilt('period') }}
),

codes as (
    select * from {{ ref('finding_codes') }}
),

named as (
    select
        findings.finding_id,
        findings.submission_id,
        findings.county_code,
        findings.period,
        findings.ledger,
        findings.severity,
        findings.code,
        codes.title_zh as code_name,
        findings.message_zh,
        findings.source_file,
        findings.sheet,
        findings.cell,
        findings.raw_text,
        findings.suggestion,
        findings.field,
        findings.outcome,
        findings.judged_in,
        findings.record_id,
        findings.decision_id
    from findings
    left join codes
        on findings.code = codes.code
)

select * from named
