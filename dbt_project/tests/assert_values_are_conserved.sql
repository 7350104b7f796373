with chosen as (
    select * from {{ ref('int_submission_readings') }}
),

stored as (
    select
        chosen.submission_id,
        count(*) as in_store,
        sum(case when reported.is_personal then 1 else 0 end) as personal
    from {{ store_dataset('values') }} as reported
    inner join chosen
        on reported.submission_id = chosen.submission_id and reported.reading_version = chosen.reading_version
    group by chosen.submission_id
),

published as (
    select
        submission_id,
        count(*) as published
    from {{ ref('fct_ledger_value') }}
    group by submission_id
),

kept_back as (
    select
        submission_id,
        count(*) as kept_back
    from {{ ref('int_value_outcomes') }}
    where outcome in ('superseded', 'duplicate', 'rejected', 'ignored', 'withheld', 'withdrawn')
    group by submission_id
),

balance as (
    select
        stored.submission_id,
        stored.in_store,
        stored.personal,
        coalesce(published.published, 0) as published,
        coalesce(kept_back.kept_back, 0) as kept_back
    from stored
    left join published
        on stored.submission_id = published.submission_id
    left join kept_back
        on stored.submission_id = kept_back.submission_id
)

select * from balance
where in_store <> personal + published + kept_back
