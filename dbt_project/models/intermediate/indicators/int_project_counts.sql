-- The parts of the indicators that count a town's projects: those for which every test of a condition holds.
with project_values as (
    select * from {{ ref('int_project_values') }}
)

, terms as (
    select * from {{ ref('int_indicator_terms') }}
    where measured_on = 'project_counts'
)

, tests as (
    select * from {{ ref('project_conditions') }}
)

, needed as (
    select
        standard_version
        , condition
        , count(distinct field) as fields_needed
    from tests
    group by standard_version, condition
)

, met as (
    select
        project_values.town_code
        , project_values.period
        , project_values.record_key
        , project_values.standard_version
        , tests.condition
        , count(distinct tests.field) as fields_met
    from project_values
    inner join {{ ref('int_periods') }} as periods
        on project_values.period = periods.period
    inner join tests
        on
            project_values.standard_version = tests.standard_version
            and project_values.field = tests.field
            and case tests.test
                when 'one_of' then project_values.value_text = tests.operand
                when 'above' then project_values.value_number > {{ cast_or_null('tests.operand', 'double') }}
                when 'by_period_end' then project_values.value_text <= cast(periods.last_day as varchar)
                when 'present' then project_values.value_text <> ''
            end
    group by
        project_values.town_code
        , project_values.period
        , project_values.record_key
        , project_values.standard_version
        , tests.condition
)

, counted as (
    select
        met.town_code
        , met.period
        , met.standard_version
        , met.condition
        , count(*) as projects
    from met
    inner join needed
        on
            met.standard_version = needed.standard_version
            and met.condition = needed.condition
            and met.fields_met = needed.fields_needed
    group by met.town_code, met.period, met.standard_version, met.condition
)

, towns_with_projects as (
    select distinct
        town_code
        , period
        , standard_version
    from project_values
)

, counts as (
    select
        towns_with_projects.town_code
        , towns_with_projects.period
        , terms.indicator
        , terms.part
        , coalesce(counted.projects, 0) as amount
    from towns_with_projects
    inner join terms
        on towns_with_projects.standard_version = terms.standard_version
    left join counted
        on
            towns_with_projects.town_code = counted.town_code
            and towns_with_projects.period = counted.period
            and towns_with_projects.standard_version = counted.standard_version
            and terms.term = counted.condition
)

select * from counts
