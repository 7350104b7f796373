with stored as (
    select * from {{ store_dataset('findings') }}
),

personal_fields as (
    select
        ledger,
        field
    from {{ ref('fields') }}
    where type like '%:personal'
),

public as (
    select
        stored.submission_id,
        stored.reading_version,
        stored.finding_no,
        stored.ledger,
        stored.severity,
        stored.code,
        stored.outcome,
        {{ masked('stored.message_zh') }} as message_zh,
        {{ masked('stored.sheet') }} as sheet,
        stored.cell,
        case
            when personal_fields.field is null then {{ masked('stored.raw_text') }}
            else '******'
        end as raw_text,
        {{ masked('stored.suggestion') }} as suggestion,
        stored.field,
        stored.record_id
    from stored
    left join personal_fields
        on stored.ledger = personal_fields.ledger and stored.field = personal_fields.field
)

select * from public
