-- What a later report corrected, value by value.
with labels as (
    select * from {{ ref('int_code_labels') }}
),

standings as (
    select * from {{ ref('int_ledger_standings') }}
),

reported as (
    select
        accepted.*,
        {{ said_value('accepted', 'labels') }} as said
    from {{ ref('int_values') }} as accepted
    left join labels
        on
            accepted.ledger = labels.ledger
            and accepted.field = labels.field
            and accepted.value_text = labels.code
    where accepted.status = 'accepted'
),

before as (
    select
        standings.superseded_by,
        reported.*
    from standings
    inner join reported
        on standings.submission_id = reported.submission_id and standings.ledger = reported.ledger
    where standings.superseded_by <> ''
),

replacements as (
    select distinct
        superseded_by,
        ledger
    from standings
    where superseded_by <> ''
),

after as (
    select reported.*
    from reported
    inner join replacements
        on reported.submission_id = replacements.superseded_by and reported.ledger = replacements.ledger
),

replacing as (
    select
        submission_id,
        ledger,
        county_code,
        period,
        source_file,
        received_at
    from standings
),

changed as (
    select
        coalesce(after.submission_id, before.superseded_by) as amended_by,
        before.submission_id as amended,
        before.source_file as source_file_before,
        before.ledger,
        before.town_code,
        before.record_key,
        before.field,
        before.said as value_before,
        after.said as value_after
    from before
    left join after
        on
            before.superseded_by = after.submission_id
            and before.ledger = after.ledger
            and before.town_code = after.town_code
            and before.record_key = after.record_key
            and before.field = after.field
    union all
    select
        after.submission_id as amended_by,
        '' as amended,
        '' as source_file_before,
        after.ledger,
        after.town_code,
        after.record_key,
        after.field,
        cast(null as varchar) as value_before,
        after.said as value_after
    from after
    left join before
        on
            after.submission_id = before.superseded_by
            and after.ledger = before.ledger
            and after.town_code = before.town_code
            and after.record_key = before.record_key
            and after.field = before.field
    where before.field is null
),

named as (
    select
        replacing.county_code,
        counties.county_name,
        replacing.period,
        '五(一)' as clause,
        changed.ledger,
        ledgers.label_zh as ledger_name,
        changed.town_code,
        coalesce(towns.town_name, '') as town_name,
        changed.record_key,
        coalesce(sources.label_zh, changed.record_key) as record_name,
        changed.field,
        fields.label_zh as field_name,
        changed.value_before,
        changed.value_after,
        replacing.received_at as amended_at,
        changed.amended as submission_before,
        changed.source_file_before,
        changed.amended_by as submission_after,
        replacing.source_file as source_file_after
    from changed
    inner join replacing
        on changed.amended_by = replacing.submission_id and changed.ledger = replacing.ledger
    inner join {{ ref('dim_county') }} as counties
        on replacing.county_code = counties.county_code
    inner join {{ ref('fields') }} as fields
        on changed.ledger = fields.ledger and changed.field = fields.field
    inner join {{ ref('ledgers') }} as ledgers
        on changed.ledger = ledgers.ledger
    left join labels as sources
        on
            changed.ledger = sources.ledger
            and sources.field = 'fund_source'
            and changed.record_key = sources.code
    left join {{ ref('int_town_periods') }} as towns
        on changed.town_code = towns.town_code and replacing.period = towns.period
    where coalesce(changed.value_before, '') <> coalesce(changed.value_after, '')
),

shown as (
    {{ with_decisions(
        'named', ['county_code', 'period', 'ledger', 'town_code', 'record_key', 'field'],
        "named.county_code = reached.county_code and named.period = reached.period"
        " and named.ledger = reached.ledger and named.town_code = reached.town_code"
        " and reached.record_key in ('', named.record_key) and reached.field in ('', named.field)"
    ) }}
)

select * from shown
