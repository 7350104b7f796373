-- Each town as it was last known to be, at the end of the last expected period; what it was before is in
-- dim_town_history.
with history as (
    select * from {{ ref('int_town_history') }}
),

present as (
    select coalesce(max(last_day), cast('9999-12-31' as date)) as day
    from {{ ref('int_periods') }}
),

ordered as (
    select
        history.*,
        min(history.valid_from) over (partition by history.town_code) as first_valid_from,
        row_number() over (
            partition by history.town_code
            order by
                case when history.valid_from <= present.day then 0 else 1 end,
                case when history.valid_from <= present.day then history.valid_from end desc,
                history.valid_from
        ) as place
    from history
    cross join present
),

towns as (
    select
        town_code,
        town_name,
        town_type,
        county_code,
        county_name,
        first_valid_from as valid_from,
        case when merged_into <> '' then valid_to end as valid_to,
        merged_into
    from ordered
    where place = 1
)

select * from towns
