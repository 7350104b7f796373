{{ config(materialized='incremental') }}
-- The money and the measured quantities of every record that its file let pass, also of files replaced since:
-- their rows are judged too.
with reported as (
    select * from {{ ref('int_values') }}
    where
        {{ is_rebuilt('period') }}
        and status = 'accepted'
        and standing in ('current', 'superseded')
        and value_number is not null
),

measured as (
    select
        fields.ledger,
        fields.field,
        fields.type = 'money' as is_money,
        case fields.unit
            when 'CNY 10k' then '万元'
            when '10k m3' then '万立方米'
            when 't' then '吨'
            when 'km' then '公里'
        end as unit_zh,
        cumulative.cumulative_field is not null as is_cumulative
    from {{ ref('fields') }} as fields
    left join {{ ref('cumulative_fields') }} as cumulative
        on fields.ledger = cumulative.ledger and fields.field = cumulative.cumulative_field
    where fields.type in ('money', 'number')
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
        measured.is_cumulative,
        measured.is_money,
        measured.unit_zh,
        reported.sheet,
        reported.cell,
        reported.raw_text
    from reported
    inner join measured
        on reported.ledger = measured.ledger and reported.field = measured.field
)

select * from amounts
