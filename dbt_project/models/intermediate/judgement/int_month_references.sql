{{ config(materialized='incremental') }}
-- "The month before" of a record: the last accepted earlier month of its series and year.
with records as (
    select distinct
        series_id,
        submission_id,
        period,
        ledger,
        record_id,
        month
    from {{ ref('int_record_amounts') }}
    where {{ is_rebuilt('period') }}
),

accepted as (
    select * from {{ ref('int_accepted_months') }}
    where {{ is_in_rebuilt_year('period') }}
),

ranked as (
    select
        records.series_id,
        records.submission_id,
        records.period,
        records.ledger,
        records.record_id,
        records.month,
        accepted.month as reference_month,
        accepted.submission_id as reference_submission_id,
        accepted.record_id as reference_record_id,
        row_number() over (
            partition by records.submission_id, records.record_id order by accepted.month desc
        ) as nearness
    from records
    inner join accepted
        on records.series_id = accepted.series_id and records.month > accepted.month
),

nearest as (
    select * from ranked
    where nearness = 1
)

select * from nearest
