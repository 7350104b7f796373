{{ config(materialized='incremental') }}
with duplicates as (
    select * from {{ ref('int_duplicate_submissions') }}
    where {{ is_rebuilt('period') }}
),

found as (
    select
        'DUPLICATE_FILE' as code,
        submission_id,
        period,
        '' as ledger,
        '' as record_id,
        '' as field,
        '' as sheet,
        '' as cell,
        '' as raw_text,
        '' as label,
        '' as town,
        '' as previous,
        '' as value,
        '' as difference,
        '' as month,
        '' as cells,
        '' as own_cells
    from duplicates
)

select * from found
