with towns as (
    select * from {{ ref('towns') }}
),

counties as (
    select
        county_code,
        county_name,
        cast(count(*) as integer) as towns
    from towns
    group by county_code, county_name
)

select * from counties
