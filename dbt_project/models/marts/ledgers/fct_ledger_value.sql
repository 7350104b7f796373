{{ config(materialized='incremental') }}
with outcomes as (
    select * from {{ ref('int_value_outcomes') }}
    where {{ is_rebuilt('period') }} and outcome = 'published'
),

named as (
    select
        county_code,
        period,
        ledger,
        town_code,
        record_key,
        field,
        value_number,
        value_text,
        source_file,
        sheet,
        cell,
        raw_text,
        submission_id,
        precision,
        unit_source,
        received_at,
        decision_id
    from outcomes
)

select * from named
