with stored as (
    select * from {{ store_dataset('cells') }}
),

named as (
    select
        submission_id,
        reading_version,
        sheet,
        outcome,
        reason,
        cells
    from stored
)

select * from named
