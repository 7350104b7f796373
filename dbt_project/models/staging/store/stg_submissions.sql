with received as (
    select * from {{ store_dataset('submission') }}
),

as_of as (
    select
        submission_id,
        county_code,
        period,
        source_file,
        file_name,
        content_sha256,
        size_bytes,
        received_at
    from received
    {% if var('as_of') %}
        where received_at <= {{ as_of_moment() }}
    {% endif %}
)

select * from as_of
