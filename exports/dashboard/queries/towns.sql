-- Every town with the designations that hold at the end of the month shown.
with shown as (
    select last_day(cast($latest || '-01' as date)) as day
),

held as (
    select town_code, list(designation order by designation) as designations
    from dim_town_designation, shown
    where valid_from <= day and coalesce(valid_to, day) >= day
    group by town_code
)

select
    dim_town.town_code, town_name, county_code, county_name, valid_from, valid_to, merged_into,
    coalesce(designations, []) as designations
from dim_town left join held on dim_town.town_code = held.town_code
order by dim_town.town_code
