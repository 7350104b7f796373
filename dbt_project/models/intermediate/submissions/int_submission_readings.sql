{{ config(materialized='incremental') }}
-- The reading of a submission that counts: the current one where it is there, else the latest. A version
-- begins with the number of the reader: of two numbers, the longer is the later.
with submissions as (
    select * from {{ ref('stg_submissions') }}
),

readings as (
    select distinct
        stored.submission_id,
        stored.reading_version,
        submissions.county_code,
        submissions.period
    from {{ ref('stg_ledgers') }} as stored
    inner join submissions on stored.submission_id = submissions.submission_id
),

ranked as (
    select
        submission_id,
        reading_version,
        row_number() over (
            partition by submission_id
            order by
                case when reading_version = {{ current_reading('county_code', 'period') }} then 0 else 1 end,
                length(split_part(reading_version, '-', 1)) desc,
                split_part(reading_version, '-', 1) desc,
                reading_version desc
        ) as preference
    from readings
),

chosen as (
    select
        submissions.submission_id,
        ranked.reading_version,
        submissions.county_code,
        submissions.period,
        submissions.source_file,
        submissions.content_sha256,
        submissions.received_at,
        row_number() over (
            partition by submissions.county_code, submissions.period
            order by
                submissions.received_at,
                {{ path_without_suffix('submissions.source_file') }},
                submissions.source_file,
                submissions.submission_id
        ) as arrival
    from submissions
    inner join ranked
        on submissions.submission_id = ranked.submission_id and ranked.preference = 1
)

select * from chosen
