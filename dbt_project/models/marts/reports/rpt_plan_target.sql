-- The plan's own targets on every key town, by the end of the year or as far as it has come.
with targets as (
    select * from {{ ref('int_plan_targets') }}
    where is_last_of_year
),

of_year as (
    select
        county_code,
        county_name,
        town_code,
        town_name,
        year,
        period,
        peer_group,
        indicator,
        indicator_name,
        clause,
        value,
        value_text,
        target,
        score,
        outcome,
        outcome_name,
        is_missed_by_more_than_tolerated,
        source_files,
        cells,
        decision_ids
    from targets
)

select * from of_year
