{{ config(materialized='incremental') }}
-- A correction of a month that came after the county had reported the ledger for a later month.
with standings as (
    select * from {{ ref('int_ledger_standings') }}
),

late_corrections as (
    select distinct
        earlier.submission_id as earlier_id,
        later.submission_id as later_id,
        later.ledger
    from standings as earlier
    inner join standings as later
        on
            earlier.superseded_by = later.submission_id
            and earlier.ledger = later.ledger
    inner join standings as next_month
        on
            later.county_code = next_month.county_code
            and later.ledger = next_month.ledger
            and later.period < next_month.period
            and later.received_at > next_month.received_at
    where {{ is_rebuilt('later.period') }} and next_month.is_accepted
),

reported as (
    select * from {{ ref('int_values') }}
    where {{ is_rebuilt('period') }} and status = 'accepted'
),

found as (
    select
        'RESTATED' as code,
        reported.submission_id,
        reported.period,
        reported.ledger,
        reported.record_id,
        reported.field,
        reported.sheet,
        reported.cell,
        reported.raw_text,
        fields.label_zh as label,
        '' as town,
        coalesce({{ plain_number('earlier.value_number') }}, earlier.value_text) as previous,
        coalesce({{ plain_number('reported.value_number') }}, reported.value_text) as value,
        '' as difference,
        '' as month,
        {{ cited_cell('earlier', 'reported.submission_id') }} as cells,
        '' as own_cells
    from late_corrections
    inner join reported
        on late_corrections.later_id = reported.submission_id and late_corrections.ledger = reported.ledger
    inner join reported as earlier
        on
            late_corrections.earlier_id = earlier.submission_id
            and reported.ledger = earlier.ledger
            and reported.town_code = earlier.town_code
            and reported.record_key = earlier.record_key
            and reported.field = earlier.field
    inner join {{ ref('fields') }} as fields
        on reported.ledger = fields.ledger and reported.field = fields.field
    where
        coalesce(abs(reported.value_number - earlier.value_number) > 0, false)
        or coalesce(reported.value_text <> earlier.value_text, false)
)

select * from found
