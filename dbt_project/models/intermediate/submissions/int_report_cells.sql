{{ config(materialized='incremental') }}
-- The reported values of a county's month and how many of them no error or warning names; of a refused row or
-- file none is free. What a file repeats is not counted twice, what somebody has withdrawn was not sent.
with reported as (
    select * from {{ ref('int_value_outcomes') }}
    where {{ is_rebuilt('period') }} and standing not in ('duplicate', 'withdrawn')
),

findings as (
    select * from {{ ref('int_findings') }}
    where {{ is_rebuilt('period') }} and severity in ('error', 'warning')
),

named_by_place as (
    select distinct
        submission_id,
        sheet,
        cell
    from findings
    where cell <> ''
),

named_by_field as (
    select distinct
        submission_id,
        record_id,
        field
    from findings
    where record_id <> '' and field <> ''
),

judged as (
    select
        reported.county_code,
        reported.period,
        reported.outcome in ('published', 'superseded')
        and named_by_place.submission_id is null
        and named_by_field.submission_id is null as is_free
    from reported
    left join named_by_place
        on
            reported.submission_id = named_by_place.submission_id
            and reported.sheet = named_by_place.sheet
            and reported.cell = named_by_place.cell
    left join named_by_field
        on
            reported.submission_id = named_by_field.submission_id
            and reported.record_id = named_by_field.record_id
            and reported.field = named_by_field.field
),

counted as (
    select
        county_code,
        period,
        count(*) as cells,
        sum(case when is_free then 1 else 0 end) as cells_free
    from judged
    group by county_code, period
)

select * from counted
