-- The reported values that count now and are not what counted when the quarter was released: of its months
-- and of those of its year before them.
with quarters as (
    select * from {{ ref('int_released_quarters') }}
),

labels as (
    select * from {{ ref('int_code_labels') }}
),

released as (
    select
        reported.*,
        {{ said_value('reported', 'labels') }} as said
    from {{ ref('stg_released_values') }} as reported
    inner join quarters
        on
            reported.released_quarter = quarters.released_quarter
            and substr(reported.period, 1, 4) = quarters.year
            and reported.period <= quarters.last_period
    left join labels
        on
            reported.ledger = labels.ledger
            and reported.field = labels.field
            and reported.value_text = labels.code
),

present as (
    select
        quarters.released_quarter,
        reported.*,
        {{ said_value('reported', 'labels') }} as said
    from {{ ref('fct_ledger_value') }} as reported
    inner join quarters
        on substr(reported.period, 1, 4) = quarters.year and reported.period <= quarters.last_period
    left join labels
        on
            reported.ledger = labels.ledger
            and reported.field = labels.field
            and reported.value_text = labels.code
),

compared as (
    select
        coalesce(present.released_quarter, released.released_quarter) as released_quarter,
        coalesce(present.county_code, released.county_code) as county_code,
        coalesce(present.town_code, released.town_code) as town_code,
        coalesce(present.period, released.period) as period,
        coalesce(present.ledger, released.ledger) as ledger,
        coalesce(present.record_key, released.record_key) as record_key,
        coalesce(present.field, released.field) as field,
        released.value_number as number_released,
        present.value_number as number_now,
        coalesce(released.said, '') as said_then,
        coalesce(present.said, '') as said_now,
        coalesce(released.submission_id, '') as submission_released,
        coalesce(present.submission_id, '') as submission_now,
        coalesce(released.decision_id, '') as decision_released,
        coalesce(present.decision_id, '') as decision_now,
        concat(released.source_file, ' ', released.sheet, '!', released.cell) as place_released,
        concat(present.source_file, ' ', present.sheet, '!', present.cell) as place_now,
        released.value_text as text_released,
        present.value_text as text_now
    from released
    full outer join present
        on
            released.released_quarter = present.released_quarter
            and released.county_code = present.county_code
            and released.period = present.period
            and released.ledger = present.ledger
            and released.town_code = present.town_code
            and released.record_key = present.record_key
            and released.field = present.field
),

amended as (
    select
        *,
        {{ hashed([
            'released_quarter', 'county_code', 'period', 'ledger', 'town_code', 'record_key', 'field',
        ]) }} as basis_id
    from compared
    where
        coalesce(number_released, -1e18) <> coalesce(number_now, -1e18)
        or coalesce(text_released, '') <> coalesce(text_now, '')
)

select * from amended
