{{ config(materialized='incremental') }}
-- The months of a year add up to its cumulative amount; judged where all of them since January are there.
with counted as (
    select
        *,
        {{ series_of() }} as series_id,
        {{ month_number('period') }} as month
    from {{ ref('int_value_outcomes') }}
    where {{ is_in_rebuilt_year('period') }} and outcome = 'published' and value_number is not null
),

-- The amounts of the months, each with the cumulative field that it goes into.
monthly as (
    select
        counted.*,
        rules.cumulative_field
    from counted
    inner join {{ ref('cumulative_fields') }} as rules
        on counted.ledger = rules.ledger and counted.field = rules.month_field
),

pairs as (
    select
        cumulative.series_id,
        cumulative.month,
        cumulative.submission_id,
        cumulative.period,
        cumulative.ledger,
        cumulative.record_id,
        cumulative.field,
        cumulative.sheet,
        cumulative.cell,
        cumulative.raw_text,
        cumulative.value_number as cumulative_amount,
        monthly.value_number as month_amount
    from counted as cumulative
    inner join monthly
        on
            cumulative.submission_id = monthly.submission_id
            and cumulative.record_id = monthly.record_id
            and cumulative.field = monthly.cumulative_field
),

summed as (
    select
        *,
        {{ exact_sum(
            "month_amount",
            "partition by series_id, field order by month rows between unbounded preceding and current row"
        ) }} as sum_of_months,
        count(*) over (
            partition by series_id, field order by month rows between unbounded preceding and current row
        ) as months_there
    from pairs
),

disagreeing as (
    select * from summed
    where
        months_there = month
        and abs(cumulative_amount - sum_of_months) > greatest(
            {{ judgement_limit('amount_tolerance') }},
            {{ judgement_limit('month_sum_tolerance') }} * abs(cumulative_amount)
        )
),

cited as (
    select
        disagreeing.submission_id,
        disagreeing.record_id,
        disagreeing.field,
        {{ joined_text(cited_cell('monthly', 'disagreeing.submission_id'), "'、'", 'monthly.month') }} as cells
    from disagreeing
    inner join monthly
        on
            disagreeing.series_id = monthly.series_id
            and disagreeing.field = monthly.cumulative_field
            and disagreeing.month >= monthly.month
    group by disagreeing.submission_id, disagreeing.record_id, disagreeing.field
),

found as (
    select
        'MONTH_SUM_MISMATCH' as code,
        disagreeing.submission_id,
        disagreeing.period,
        disagreeing.ledger,
        disagreeing.record_id,
        disagreeing.field,
        disagreeing.sheet,
        disagreeing.cell,
        disagreeing.raw_text,
        fields.label_zh as label,
        '' as town,
        {{ plain_number('disagreeing.sum_of_months') }} as previous,
        {{ plain_number('disagreeing.cumulative_amount') }} as value,
        {{ plain_number('abs(disagreeing.cumulative_amount - disagreeing.sum_of_months)') }} as difference,
        '' as month,
        cited.cells,
        '' as own_cells
    from disagreeing
    inner join cited
        on
            disagreeing.submission_id = cited.submission_id
            and disagreeing.record_id = cited.record_id
            and disagreeing.field = cited.field
    inner join {{ ref('fields') }} as fields
        on disagreeing.ledger = fields.ledger and disagreeing.field = fields.field
)

select * from found
