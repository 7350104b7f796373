{{ config(materialized='incremental') }}
with month_references as (
    select * from {{ ref('int_month_references') }}
    where {{ is_rebuilt('period') }}
),

amounts as (
    select * from {{ ref('int_record_amounts') }}
    where {{ is_in_rebuilt_year('period') }} and is_cumulative
),

found as (
    select
        'CUMULATIVE_FELL' as code,
        amounts.submission_id,
        amounts.period,
        amounts.ledger,
        amounts.record_id,
        amounts.field,
        amounts.sheet,
        amounts.cell,
        amounts.raw_text,
        fields.label_zh as label,
        '' as town,
        {{ plain_number('earlier.amount') }} as previous,
        {{ plain_number('amounts.amount') }} as value,
        {{ plain_number('earlier.amount - amounts.amount') }} as difference,
        {{ earlier_month_zh('month_references.reference_month', 'month_references.month') }} as month,
        {{ cited_cell('earlier', 'amounts.submission_id') }} as cells,
        '' as own_cells
    from amounts
    inner join month_references
        on
            amounts.submission_id = month_references.submission_id
            and amounts.record_id = month_references.record_id
    inner join amounts as earlier
        on
            month_references.reference_submission_id = earlier.submission_id
            and month_references.reference_record_id = earlier.record_id
            and amounts.field = earlier.field
    inner join {{ ref('fields') }} as fields
        on amounts.ledger = fields.ledger and amounts.field = fields.field
    where amounts.amount < earlier.amount
)

select * from found
