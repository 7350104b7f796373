-- A quarter has the towns of its last month.
with towns as (
    select
        quarters.quarter,
        town_periods.county_code,
        town_periods.county_name,
        town_periods.town_code,
        town_periods.town_name,
        town_periods.peer_group
    from {{ ref('int_town_periods') }} as town_periods
    inner join {{ ref('int_quarters') }} as quarters
        on town_periods.period = quarters.last_period
)

select * from towns
