with stored as (
    select * from {{ store_dataset('decisions') }}
),

as_of as (
    select
        decision_id,
        kind,
        decided_at,
        decided_by,
        {{ masked('reason') }} as reason,
        county_code,
        period,
        ledger,
        submission_id,
        finding_id,
        code,
        record_id,
        field,
        {{ cast_or_null('due_date', 'date') }} as due_date,
        revokes
    from stored
    {% if var('as_of') %}
        where decided_at <= {{ as_of_moment() }}
    {% endif %}
)

select * from as_of
