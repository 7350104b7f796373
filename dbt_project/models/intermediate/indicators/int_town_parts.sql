{{ config(materialized='incremental') }}
-- The parts of the indicators measured on a town's own record: what its terms add up to.
with scored_towns as (
    select * from {{ ref('int_scored_towns') }}
    where {{ is_rebuilt('period') }}
),

terms as (
    select * from {{ ref('int_indicator_terms') }}
    where measured_on = 'town'
),

term_values as (
    select * from {{ ref('int_term_values') }}
    where {{ is_rebuilt('period') }}
),

parts as (
    select
        scored_towns.town_code,
        scored_towns.period,
        scored_towns.standard_version,
        terms.indicator,
        terms.part,
        count(*) as terms_needed,
        count(term_values.town_code) as terms_found,
        {{ exact_sum("term_values.value_number") }} as amount,
        sum(case when term_values.value_number >= 1 then 1 else 0 end) as present,
        max(term_values.value_text) as written
    from scored_towns
    inner join terms
        on scored_towns.standard_version = terms.standard_version
    left join term_values
        on
            scored_towns.town_code = term_values.town_code
            and scored_towns.period = term_values.period
            and scored_towns.standard_version = term_values.standard_version
            and terms.indicator = term_values.indicator
            and terms.part = term_values.part
            and terms.term = term_values.term
    group by
        scored_towns.town_code,
        scored_towns.period,
        scored_towns.standard_version,
        terms.indicator,
        terms.part
)

select * from parts
