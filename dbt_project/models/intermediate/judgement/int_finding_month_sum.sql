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
    inner join {{ ref('cumulative_fields') }} as rules
        on cumulative.ledger = rules.ledger and cumulative.field = rules.cumulative_field
    inner join counted as monthly
        on
            cumulative.submission_id = monthly.submission_id
            and cumulative.record_id = monthly.record_id
            and rules.month_field = monthly.field
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

found as (
    select
        'MONTH_SUM_MISMATCH' as code,
        summed.submission_id,
        summed.period,
        summed.ledger,
        summed.record_id,
        summed.field,
        summed.sheet,
        summed.cell,
        summed.raw_text,
        fields.label_zh as label,
        '' as town,
        {{ plain_number('summed.sum_of_months') }} as previous,
        {{ plain_number('summed.cumulative_amount') }} as value,
        {{ plain_number('abs(summed.cumulative_amount - summed.sum_of_months)') }} as difference
    from summed
    inner join {{ ref('fields') }} as fields
        on summed.ledger = fields.ledger and summed.field = fields.field
    where
        summed.months_there = summed.month
        and abs(summed.cumulative_amount - summed.sum_of_months) > greatest(
            {{ judgement_limit('amount_tolerance') }},
            {{ judgement_limit('month_sum_tolerance') }} * abs(summed.cumulative_amount)
        )
)

select * from found
