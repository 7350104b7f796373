{{ config(materialized='incremental') }}
-- Where every value went; 'published' ones count, everything else is kept with the reason why not.
with reported as (
    select * from {{ ref('int_values') }}
    where {{ is_rebuilt('period') }}
),

rejected as (
    select * from {{ ref('int_rejected_records') }}
    where {{ is_rebuilt('period') }}
),

-- A row that other files spoke against bears the decision that confirmed it.
confirmed as (
    select
        submission_id,
        record_id,
        min(decision_id) as decision_id
    from {{ ref('int_confirmations') }}
    where code in ('CUMULATIVE_FELL', 'UNIT_SLIP')
    group by submission_id, record_id
),

judged as (
    select
        reported.*,
        coalesce(nullif(reported.confirmed_by, ''), confirmed.decision_id, '') as decision_id,
        case
            when reported.standing <> 'current' then reported.standing
            when reported.status <> 'accepted' then reported.status
            when rejected.record_id is not null then 'rejected'
            else 'published'
        end as outcome
    from reported
    left join rejected
        on reported.submission_id = rejected.submission_id and reported.record_id = rejected.record_id
    left join confirmed
        on reported.submission_id = confirmed.submission_id and reported.record_id = confirmed.record_id
)

select * from judged
