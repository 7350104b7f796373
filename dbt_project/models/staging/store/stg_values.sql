with stored as (
    select * from {{ store_dataset('values') }}
),

public as (
    select
        submission_id,
        reading_version,
        ledger,
        record_id,
        county_code,
        period,
        town_code,
        record_key,
        field,
        value_number,
        {{ masked('value_text') }} as value_text,
        status,
        {{ masked('sheet') }} as sheet,
        cell,
        {{ masked('raw_text') }} as raw_text,
        precision,
        unit_source
    from stored
    where not is_personal
)

select * from public
