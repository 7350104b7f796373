-- Where every value went; 'published' ones count, everything else is kept with the reason why not.
with reported as (
    select * from {{ ref('int_values') }}
),

rejected as (
    select * from {{ ref('int_rejected_records') }}
),

judged as (
    select
        reported.*,
        case
            when reported.standing <> 'current' then reported.standing
            when reported.status <> 'accepted' then reported.status
            when rejected.record_id is not null then 'rejected'
            else 'published'
        end as outcome
    from reported
    left join rejected
        on reported.submission_id = rejected.submission_id and reported.record_id = rejected.record_id
)

select * from judged
