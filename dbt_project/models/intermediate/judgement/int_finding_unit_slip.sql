{{ config(materialized='incremental') }}
-- One finding a record; its cells are the amounts that jumped by the factor of a wrong unit or more, and
-- those beyond anything that the record of the month before held. Said are the smallest jump and the unit
-- meant.
with slips as (
    select
        comparisons.*,
        month_references.reference_submission_id,
        month_references.reference_record_id
    from {{ ref('int_month_comparisons') }} as comparisons
    inner join {{ ref('int_month_references') }} as month_references
        on
            comparisons.submission_id = month_references.submission_id
            and comparisons.record_id = month_references.record_id
            and comparisons.earlier_month = month_references.reference_month
    where {{ is_rebuilt('comparisons.period') }} and comparisons.slip <> 0
),

amounts as (
    select * from {{ ref('int_record_amounts') }}
    where {{ is_in_rebuilt_year('period') }}
),

suspects as (
    select
        slips.*,
        amounts.field,
        amounts.sheet,
        amounts.cell,
        amounts.raw_text,
        amounts.is_money,
        amounts.unit_zh,
        case
            when {{ unit_slip('amounts.amount', 'earlier.amount', 'amounts.is_money') }} = slips.slip
                then greatest(amounts.amount / earlier.amount, earlier.amount / amounts.amount)
        end as ratio,
        row_number() over (
            partition by slips.submission_id, slips.record_id order by length(amounts.cell), amounts.cell
        ) as place
    from slips
    inner join amounts
        on slips.submission_id = amounts.submission_id and slips.record_id = amounts.record_id
    left join amounts as earlier
        on
            slips.reference_submission_id = earlier.submission_id
            and slips.reference_record_id = earlier.record_id
            and amounts.field = earlier.field
    where
        {{ unit_slip('amounts.amount', 'earlier.amount', 'amounts.is_money') }} = slips.slip
        or (
            coalesce(earlier.amount, 0) = 0
            and (
                (slips.slip > 0 and amounts.amount > slips.largest_earlier_amount)
                or (slips.slip < 0 and amounts.amount < slips.smallest_earlier_amount)
            )
        )
),

-- What the same fields held in the month before.
cells_before as (
    select
        suspects.submission_id,
        suspects.record_id,
        {{ cited_place('amounts', 'suspects.submission_id') }} as place,
        amounts.cell,
        amounts.raw_text,
        suspects.place as position
    from suspects
    inner join amounts
        on
            suspects.reference_submission_id = amounts.submission_id
            and suspects.reference_record_id = amounts.record_id
            and suspects.field = amounts.field
),

cells_by_place as (
    {{ cited_by_place('cells_before', ['submission_id', 'record_id']) }}
),

cited as (
    {{ cited_together('cells_by_place', ['submission_id', 'record_id']) }}
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
        {{ joined_text("raw_text", "' / '", "place") }} as raw_text,
        max(case when place = 1 then case when is_money then '金额' else '数值' end end) as label,
        '' as town,
        '' as previous,
        case when max(slip) > 0 then '' else '1/' end as ratio_prefix,
        round(min(ratio)) as ratio,
        max(case when place = 1 then unit_zh end) as difference,
        {{ earlier_month_zh('max(earlier_month)', 'max(month)') }} as month,
        '' as own_cells
    from suspects
    group by submission_id, period, ledger, record_id
),

worded as (
    select
        found.code,
        found.submission_id,
        found.period,
        found.ledger,
        found.record_id,
        found.field,
        found.sheet,
        found.cell,
        found.raw_text,
        found.label,
        found.town,
        found.previous,
        concat(found.ratio_prefix, {{ plain_number('found.ratio') }}) as value,
        found.difference,
        found.month,
        cited.cells,
        found.own_cells
    from found
    inner join cited
        on found.submission_id = cited.submission_id and found.record_id = cited.record_id
)

select * from worded
