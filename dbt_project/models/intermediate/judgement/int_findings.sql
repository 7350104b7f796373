{{ config(materialized='incremental') }}
-- Everything found: by the files themselves, and by what only other files show.
{%- set rules = [
    'cumulative_fell', 'unit_slip', 'month_sum', 'status_went_back', 'restated', 'town_not_reported',
    'project_funds', 'duplicate_file',
] %}
with readings as (
    select * from {{ ref('int_submission_readings') }}
    where {{ is_rebuilt('period') }}
),

duplicates as (
    select * from {{ ref('int_duplicate_submissions') }}
    where {{ is_rebuilt('period') }}
),

-- The findings of a duplicate are those of the file that it repeats.
of_files as (
    select
        findings.submission_id,
        findings.ledger,
        findings.severity,
        findings.code,
        findings.outcome,
        findings.message_zh,
        findings.sheet,
        findings.cell,
        findings.raw_text,
        findings.suggestion,
        findings.field,
        findings.record_id,
        'file' as judged_in,
        findings.finding_no
    from {{ ref('stg_findings') }} as findings
    inner join readings
        on
            findings.submission_id = readings.submission_id
            and findings.reading_version = readings.reading_version
    left join duplicates
        on findings.submission_id = duplicates.submission_id
    where duplicates.submission_id is null
),

of_rules as (
    {% for rule in rules %}
        select * from {{ ref('int_finding_' ~ rule) }}
        where {{ is_rebuilt('period') }}
        {% if not loop.last %}
            union all
        {% endif %}
    {% endfor %}
),

worded as (
    select
        of_rules.*,
        codes.severity,
        codes.outcome,
        {{ worded('codes.message_zh', 'of_rules') }} as message_zh,
        {{ worded('codes.suggestion_zh', 'of_rules') }} as suggestion
    from of_rules
    inner join {{ ref('finding_codes') }} as codes
        on of_rules.code = codes.code
),

-- A message names files, and a file's name may hold personal data.
of_warehouse as (
    select
        submission_id,
        ledger,
        severity,
        code,
        outcome,
        {{ masked('message_zh') }} as message_zh,
        sheet,
        cell,
        raw_text,
        suggestion,
        field,
        record_id,
        'warehouse' as judged_in,
        0 as finding_no
    from worded
),

everything as (
    select * from of_files
    union all
    select * from of_warehouse
),

placed as (
    select
        everything.*,
        readings.county_code,
        readings.period,
        readings.source_file,
        row_number() over (
            partition by
                everything.submission_id, everything.judged_in, everything.ledger, everything.code,
                everything.sheet, everything.cell, everything.field, everything.record_id
            order by everything.finding_no, everything.message_zh
        ) as repetition
    from everything
    inner join readings
        on everything.submission_id = readings.submission_id
),

confirmations as (
    select
        finding_id,
        submission_id,
        record_id,
        code,
        field,
        decision_id
    from {{ ref('int_decisions') }}
    where kind = 'confirm' and is_in_force
),

identified as (
    select
        {{ hashed([
            'submission_id', 'judged_in', 'ledger', 'code', 'sheet', 'cell', 'field', 'record_id',
            'cast(repetition as varchar)',
        ]) }} as finding_id,
        submission_id,
        county_code,
        period,
        ledger,
        severity,
        code,
        outcome,
        message_zh,
        source_file,
        sheet,
        cell,
        raw_text,
        suggestion,
        field,
        record_id,
        judged_in
    from placed
),

-- A decision on a record speaks of every finding of its kind there; any other one of the finding alone.
confirmed as (
    select
        identified.finding_id,
        min(confirmations.decision_id) as decision_id
    from identified
    inner join confirmations
        on
            identified.submission_id = confirmations.submission_id
            and identified.code = confirmations.code
            and (
                identified.finding_id = confirmations.finding_id
                or (
                    identified.record_id <> ''
                    and identified.record_id = confirmations.record_id
                    and identified.field = confirmations.field
                )
            )
    group by identified.finding_id
),

marked as (
    select
        identified.*,
        coalesce(confirmed.decision_id, '') as decision_id
    from identified
    left join confirmed
        on identified.finding_id = confirmed.finding_id
)

select * from marked
