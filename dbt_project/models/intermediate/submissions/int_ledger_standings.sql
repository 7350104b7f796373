{{ config(materialized='incremental') }}
-- What a report of a ledger counts for: current, superseded, duplicate, withdrawn, rejected or ignored.
with ledgers as (
    select * from {{ ref('int_submitted_ledgers') }}
    where {{ is_rebuilt('period') }}
),

duplicates as (
    select * from {{ ref('int_duplicate_submissions') }}
    where {{ is_rebuilt('period') }}
),

replacements as (
    select
        clashes.earlier_id,
        clashes.ledger,
        clashes.later_id,
        row_number() over (
            partition by clashes.earlier_id, clashes.ledger order by clashes.later_arrival
        ) as turn
    from {{ ref('int_ledger_clashes') }} as clashes
    left join duplicates
        on clashes.later_id = duplicates.submission_id
    where {{ is_rebuilt('clashes.period') }} and duplicates.submission_id is null
),

standings as (
    select
        ledgers.*,
        coalesce(duplicates.original_id, '') as duplicate_of,
        case
            when not ledgers.is_accepted or duplicates.submission_id is not null then ''
            else coalesce(replacements.later_id, '')
        end as superseded_by,
        case
            when duplicates.submission_id is not null then 'duplicate'
            when ledgers.withdrawn_by <> '' then 'withdrawn'
            when not ledgers.is_accepted then ledgers.disposition
            when replacements.later_id is not null then 'superseded'
            else 'current'
        end as standing
    from ledgers
    left join duplicates
        on ledgers.submission_id = duplicates.submission_id
    left join replacements
        on
            ledgers.submission_id = replacements.earlier_id
            and ledgers.ledger = replacements.ledger
            and replacements.turn = 1
)

select * from standings
