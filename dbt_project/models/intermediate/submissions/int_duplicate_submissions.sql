{{ config(materialized='incremental') }}
-- The same bytes as a submission of the county and period of which nothing has been replaced since.
with accepted as (
    select distinct
        submission_id,
        county_code,
        period,
        content_sha256,
        arrival
    from {{ ref('int_submitted_ledgers') }}
    where {{ is_rebuilt('period') }} and is_accepted
),

repeats as (
    select
        submission_id,
        period,
        arrival,
        lag(submission_id) over (
            partition by county_code, period, content_sha256 order by arrival
        ) as original_id
    from accepted
),

replaced_between as (
    select distinct repeats.submission_id
    from repeats
    inner join {{ ref('int_ledger_clashes') }} as clashes
        on
            repeats.original_id = clashes.earlier_id
            and repeats.arrival > clashes.later_arrival
            and not clashes.is_same_file
),

duplicates as (
    select
        repeats.submission_id,
        repeats.period,
        repeats.original_id
    from repeats
    left join replaced_between
        on repeats.submission_id = replaced_between.submission_id
    where
        repeats.original_id is not null
        and replaced_between.submission_id is null
)

select * from duplicates
