with received as (
    select * from {{ ref('stg_submissions') }}
),

accounted as (
    select distinct submission_id from {{ ref('fct_submission') }}
)

select received.submission_id
from received
left join accounted
    on received.submission_id = accounted.submission_id
where accounted.submission_id is null
