-- The fields of ledgers from which each term of an indicator is read.
with terms as (
    select * from {{ ref('int_indicator_terms') }}
),

fields as (
    select
        terms.standard_version,
        terms.indicator,
        terms.function,
        terms.part,
        terms.term,
        preferences.ledger,
        terms.term as field
    from terms
    inner join {{ ref('ledger_preferences') }} as preferences
        on terms.standard_version = preferences.standard_version and terms.function = preferences.function
    inner join {{ ref('fields') }} as fields
        on preferences.ledger = fields.ledger and terms.term = fields.field
    where terms.measured_on = 'town'
    union all
    select
        standard_version,
        indicator,
        function,
        part,
        term,
        'projects' as ledger,
        term as field
    from terms
    where measured_on = 'project_sums'
    union all
    select distinct
        terms.standard_version,
        terms.indicator,
        terms.function,
        terms.part,
        terms.term,
        'projects' as ledger,
        conditions.field
    from terms
    inner join {{ ref('project_conditions') }} as conditions
        on terms.standard_version = conditions.standard_version and terms.term = conditions.condition
    where terms.measured_on = 'project_counts'
)

select * from fields
