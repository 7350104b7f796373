with stored as (
    select * from {{ store_dataset('cells') }}
),

named as (
    select
        submission_id,
        reading_version,
        {{ masked('sheet') }} as sheet,
        outcome,
        reason,
        cells
    from stored
),

-- Sheets may be told apart by a masked number alone.
summed as (
    select
        submission_id,
        reading_version,
        sheet,
        outcome,
        reason,
        sum(cells) as cells
    from named
    group by submission_id, reading_version, sheet, outcome, reason
)

select * from summed
