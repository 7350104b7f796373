{{ config(materialized='incremental') }}
-- The money of every record that its file let pass, also of files replaced since: their rows are judged too.
with reported as (
    select * from {{ ref('int_values') }}
    where
        {{ is_rebuilt('period') }}
        and status = 'accepted'
        and standing in ('current', 'superseded')
        and value_number is not null
),

money_fields as (
    select
        fields.ledger,
        fields.field,
        cumulative.cumulative_field is not null as is_cumulative
    from {{ ref('fields') }} as fields
    left join {{ ref('cumulative_fields') }} as cumulative
        on fields.ledger = cumulative.ledger and fields.field = cumulative.cumulative_field
    where fields.type = 'money'
),

amounts as (
    select
        {{ series_of('reported.') }} as series_id,
        {{ month_number('reported.period') }} as month,
        reported.standing = 'current' as is_current,
        reported.submission_id,
        reported.period,
        reported.source_file,
        reported.ledger,
        reported.record_id,
        reported.field,
        reported.value_number as amount,
        money_fields.is_cumulative,
        reported.sheet,
        reported.cell,
        reported.raw_text
    from reported
    inner join money_fields
        on reported.ledger = money_fields.ledger and reported.field = money_fields.field
)

select * from amounts
