{{ config(materialized='incremental') }}
-- A ledger with one row a town lacks towns, and no row that was refused explains it.
with current_ledgers as (
    select
        standings.*,
        ledgers.label_zh,
        row_number() over (
            partition by standings.county_code, standings.period, standings.ledger
            order by standings.arrival desc
        ) as recency
    from {{ ref('int_ledger_standings') }} as standings
    inner join {{ ref('ledgers') }} as ledgers
        on standings.ledger = ledgers.ledger
    where
        {{ is_rebuilt('standings.period') }}
        and standings.standing = 'current'
        and ledgers.rows = 'one per town'
),

latest as (
    select * from current_ledgers
    where recency = 1
),

rows_there as (
    select
        records.county_code,
        records.period,
        records.ledger,
        records.town_code,
        records.status
    from {{ ref('int_records') }} as records
    inner join current_ledgers
        on records.submission_id = current_ledgers.submission_id and records.ledger = current_ledgers.ledger
    where {{ is_rebuilt('records.period') }}
),

unresolved as (
    select
        county_code,
        period,
        ledger,
        count(*) as unresolved_rows
    from rows_there
    where town_code = '' and status = 'rejected'
    group by county_code, period, ledger
),

absent as (
    select
        latest.submission_id,
        latest.county_code,
        latest.period,
        latest.ledger,
        latest.label_zh,
        towns.town_code,
        towns.town_name
    from latest
    inner join {{ ref('int_town_periods') }} as towns
        on latest.county_code = towns.county_code and latest.period = towns.period
    left join rows_there
        on
            latest.period = rows_there.period
            and latest.ledger = rows_there.ledger
            and towns.town_code = rows_there.town_code
    where rows_there.town_code is null
),

listed as (
    select
        submission_id,
        county_code,
        period,
        ledger,
        label_zh,
        count(*) as absent_towns,
        {{ joined_text("town_name", "'、'", "town_code") }} as towns
    from absent
    group by submission_id, county_code, period, ledger, label_zh
),

found as (
    select
        'TOWN_NOT_REPORTED' as code,
        listed.submission_id,
        listed.period,
        listed.ledger,
        '' as record_id,
        'town' as field,
        '' as sheet,
        '' as cell,
        '' as raw_text,
        listed.label_zh as label,
        listed.towns as town,
        '' as previous,
        '' as value,
        '' as difference,
        '' as month,
        '' as cells,
        '' as own_cells
    from listed
    left join unresolved
        on
            listed.county_code = unresolved.county_code
            and listed.period = unresolved.period
            and listed.ledger = unresolved.ledger
    where listed.absent_towns > coalesce(unresolved.unresolved_rows, 0)
)

select * from found
