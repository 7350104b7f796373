with town_periods as (
    select * from {{ ref('int_town_periods') }}
),

counties as (
    select
        county_code,
        max(county_name) as county_name,
        period,
        cast(count(*) as integer) as towns
    from town_periods
    group by county_code, period
)

select * from counties
