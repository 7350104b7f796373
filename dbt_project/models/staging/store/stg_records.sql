with stored as (
    select * from {{ store_dataset('records') }}
),

named as (
    select
        submission_id,
        reading_version,
        ledger,
        record_id,
        town_code,
        record_key,
        {{ masked('record_label') }} as record_label,
        {{ masked('sheet') }} as sheet,
        cell,
        status
    from stored
)

select * from named
