{{ config(materialized='incremental') }}
-- The value that each term of an indicator takes from a town's own record: of the first ledger that has it.
with scored_towns as (
    select * from {{ ref('int_scored_towns') }}
    where {{ is_rebuilt('period') }}
),

terms as (
    select * from {{ ref('int_indicator_terms') }}
    where measured_on = 'town'
),

reported as (
    select * from {{ ref('fct_ledger_value') }}
    where {{ is_rebuilt('period') }} and record_key = ''
),

candidates as (
    select
        scored_towns.town_code,
        scored_towns.period,
        scored_towns.standard_version,
        scored_towns.is_in_force,
        terms.indicator,
        terms.part,
        terms.term,
        reported.ledger,
        reported.value_number,
        reported.value_text,
        reported.source_file,
        reported.sheet,
        reported.cell,
        reported.raw_text,
        reported.submission_id,
        reported.received_at,
        reported.decision_id,
        row_number() over (
            partition by
                scored_towns.town_code, scored_towns.period, scored_towns.standard_version,
                terms.indicator, terms.part, terms.term
            order by preferences.preference
        ) as turn
    from scored_towns
    inner join terms
        on scored_towns.standard_version = terms.standard_version
    inner join {{ ref('ledger_preferences') }} as preferences
        on terms.standard_version = preferences.standard_version and terms.function = preferences.function
    inner join reported
        on
            scored_towns.town_code = reported.town_code
            and scored_towns.period = reported.period
            and preferences.ledger = reported.ledger
            and terms.term = reported.field
),

first_found as (
    select * from candidates
    where turn = 1
)

select * from first_found
