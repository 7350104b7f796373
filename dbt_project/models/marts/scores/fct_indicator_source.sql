{{ config(materialized='incremental') }}
-- From each indicator of a town back to the reported values that it was computed from, cell by cell.
with project_terms as (
    select * from {{ ref('int_indicator_fields') }}
    where ledger = 'projects'
),

of_projects as (
    select
        scored_towns.town_code,
        scored_towns.period,
        scored_towns.standard_version,
        project_terms.indicator,
        project_terms.part,
        project_terms.term,
        reported.ledger,
        reported.record_key,
        reported.field,
        reported.value_number,
        reported.value_text,
        reported.source_file,
        reported.sheet,
        reported.cell,
        reported.raw_text,
        reported.submission_id,
        reported.received_at,
        reported.decision_id
    from {{ ref('int_scored_towns') }} as scored_towns
    inner join project_terms
        on scored_towns.standard_version = project_terms.standard_version
    inner join {{ ref('fct_ledger_value') }} as reported
        on
            scored_towns.town_code = reported.town_code
            and scored_towns.period = reported.period
            and project_terms.field = reported.field
            and reported.ledger = 'projects'
    where {{ is_rebuilt('scored_towns.period') }} and scored_towns.is_in_force
),

of_towns as (
    select
        town_code,
        period,
        standard_version,
        indicator,
        part,
        term,
        ledger,
        '' as record_key,
        term as field,
        value_number,
        value_text,
        source_file,
        sheet,
        cell,
        raw_text,
        submission_id,
        received_at,
        decision_id
    from {{ ref('int_term_values') }}
    where {{ is_rebuilt('period') }} and is_in_force
),

sources as (
    select * from of_towns
    union all
    select * from of_projects
)

select * from sources
