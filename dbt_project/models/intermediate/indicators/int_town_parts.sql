-- The parts of the indicators measured on a town's own record: each field from the first ledger that has it.
with scored_towns as (
    select * from {{ ref('int_scored_towns') }}
),

terms as (
    select * from {{ ref('int_indicator_terms') }}
    where measured_on = 'town'
),

reported as (
    select * from {{ ref('fct_ledger_value') }}
    where record_key = ''
),

candidates as (
    select
        scored_towns.town_code,
        scored_towns.period,
        terms.indicator,
        terms.part,
        terms.term,
        reported.value_number,
        reported.value_text,
        row_number() over (
            partition by scored_towns.town_code, scored_towns.period, terms.indicator, terms.part, terms.term
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

parts as (
    select
        scored_towns.town_code,
        scored_towns.period,
        terms.indicator,
        terms.part,
        count(*) as terms_needed,
        count(candidates.town_code) as terms_found,
        {{ exact_sum("candidates.value_number") }} as amount,
        sum(case when candidates.value_number >= 1 then 1 else 0 end) as present,
        max(candidates.value_text) as written
    from scored_towns
    inner join terms
        on scored_towns.standard_version = terms.standard_version
    left join candidates
        on
            scored_towns.town_code = candidates.town_code
            and scored_towns.period = candidates.period
            and terms.indicator = candidates.indicator
            and terms.part = candidates.part
            and terms.term = candidates.term
            and candidates.turn = 1
    group by scored_towns.town_code, scored_towns.period, terms.indicator, terms.part
)

select * from parts
