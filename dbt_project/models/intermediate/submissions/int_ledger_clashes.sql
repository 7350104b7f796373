{{ config(materialized='incremental') }}
-- Two accepted reports of one county, period and ledger that share a key can't both count.
with ledgers as (
    select * from {{ ref('int_submitted_ledgers') }}
    where {{ is_rebuilt('period') }} and is_accepted
),

keys as (
    select distinct
        ledgers.county_code,
        ledgers.period,
        ledgers.ledger,
        ledgers.submission_id,
        ledgers.content_sha256,
        ledgers.arrival,
        records.town_code,
        records.record_key
    from ledgers
    inner join {{ ref('int_records') }} as records
        on ledgers.submission_id = records.submission_id and ledgers.ledger = records.ledger
    where {{ is_rebuilt('records.period') }} and records.status = 'accepted'
),

clashes as (
    select distinct
        earlier.county_code,
        earlier.period,
        earlier.ledger,
        earlier.submission_id as earlier_id,
        earlier.arrival as earlier_arrival,
        later.submission_id as later_id,
        later.arrival as later_arrival,
        earlier.content_sha256 = later.content_sha256 as is_same_file
    from keys as earlier
    inner join keys as later
        on
            earlier.county_code = later.county_code
            and earlier.period = later.period
            and earlier.ledger = later.ledger
            and earlier.town_code = later.town_code
            and earlier.record_key = later.record_key
            and earlier.arrival < later.arrival
)

select * from clashes
