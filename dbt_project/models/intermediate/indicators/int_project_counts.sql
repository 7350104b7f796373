{{ config(materialized='incremental') }}
-- The parts of the indicators that count a town's projects: those that meet the denominator's condition, and
-- of those, the ones that meet the numerator's. Each field of a condition must pass one of its tests.
with project_values as (
    select * from {{ ref('int_project_values') }}
    where {{ is_rebuilt('period') }}
),

tests as (
    select * from {{ ref('project_conditions') }}
),

needed as (
    select
        standard_version,
        condition,
        count(distinct field) as fields_needed
    from tests
    group by standard_version, condition
),

met as (
    select
        project_values.town_code,
        project_values.period,
        project_values.record_key,
        project_values.standard_version,
        tests.condition,
        count(distinct tests.field) as fields_met
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
        project_values.town_code,
        project_values.period,
        project_values.record_key,
        project_values.standard_version,
        tests.condition
),

meeting as (
    select met.*
    from met
    inner join needed
        on
            met.standard_version = needed.standard_version
            and met.condition = needed.condition
            and met.fields_met = needed.fields_needed
),

indicators as (
    select
        indicators.standard_version,
        indicators.indicator,
        indicators.numerator,
        indicators.denominator
    from {{ ref('indicators') }} as indicators
    inner join {{ ref('methods') }} as methods
        on indicators.standard_version = methods.standard_version and indicators.method = methods.method
    where methods.measured_on = 'project_counts'
),

projects as (
    select distinct
        town_code,
        period,
        record_key,
        standard_version
    from project_values
),

counted as (
    select
        projects.town_code,
        projects.period,
        projects.standard_version,
        indicators.indicator,
        count(counting.record_key) as denominator,
        count(case when counting.record_key is not null then reaching.record_key end) as numerator
    from projects
    inner join indicators
        on projects.standard_version = indicators.standard_version
    left join meeting as counting
        on
            projects.town_code = counting.town_code
            and projects.period = counting.period
            and projects.record_key = counting.record_key
            and projects.standard_version = counting.standard_version
            and indicators.denominator = counting.condition
    left join meeting as reaching
        on
            projects.town_code = reaching.town_code
            and projects.period = reaching.period
            and projects.record_key = reaching.record_key
            and projects.standard_version = reaching.standard_version
            and indicators.numerator = reaching.condition
    group by projects.town_code, projects.period, projects.standard_version, indicators.indicator
),

counts as (
    select
        town_code,
        period,
        standard_version,
        indicator,
        'numerator' as part,
        numerator as amount
    from counted
    union all
    select
        town_code,
        period,
        standard_version,
        indicator,
        'denominator' as part,
        denominator as amount
    from counted
)

select * from counts
