{{ config(materialized='incremental') }}
-- One finding a record; its cells are the amounts beyond anything that the record of the month before held.
with slips as (
    select comparisons.*
    from {{ ref('int_month_comparisons') }} as comparisons
    inner join {{ ref('int_month_references') }} as month_references
        on
            comparisons.submission_id = month_references.submission_id
            and comparisons.record_id = month_references.record_id
            and comparisons.earlier_month = month_references.reference_month
    where {{ is_rebuilt('comparisons.period') }} and comparisons.slip <> 0
),

suspects as (
    select
        slips.submission_id,
        slips.period,
        slips.ledger,
        slips.record_id,
        slips.slip,
        amounts.field,
        amounts.sheet,
        amounts.cell,
        amounts.raw_text,
        row_number() over (
            partition by slips.submission_id, slips.record_id order by length(amounts.cell), amounts.cell
        ) as place
    from slips
    inner join {{ ref('int_record_amounts') }} as amounts
        on
            slips.submission_id = amounts.submission_id
            and slips.record_id = amounts.record_id
            and case
                when slips.slip > 0 then slips.largest_earlier_amount < amounts.amount
                else slips.smallest_earlier_amount > amounts.amount
            end
),

found as (
    select
        'UNIT_SLIP' as code,
        submission_id,
        period,
        ledger,
        record_id,
        max(case when place = 1 then field end) as field,
        max(case when place = 1 then sheet end) as sheet,
        {{ joined_text("cell", "','", "place") }} as cell,
        max(case when place = 1 then raw_text end) as raw_text,
        '' as label,
        '' as town,
        '' as previous,
        case when max(slip) > 0 then '' else '1/' end as ratio_prefix,
        '' as difference
    from suspects
    group by submission_id, period, ledger, record_id
),

worded as (
    select
        code,
        submission_id,
        period,
        ledger,
        record_id,
        field,
        sheet,
        cell,
        raw_text,
        label,
        town,
        previous,
        concat(ratio_prefix, {{ plain_number(judgement_limit('unit_slip_factor')) }}) as value,
        difference
    from found
)

select * from worded
