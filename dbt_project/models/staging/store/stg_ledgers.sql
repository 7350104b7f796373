with stored as (
    select * from {{ store_dataset('ledgers') }}
),

named as (
    select
        submission_id,
        reading_version,
        ledger,
        disposition,
        records_accepted,
        records_rejected
    from stored
)

select * from named
