with towns as (
    select
        town_code,
        town_name,
        town_type,
        county_code,
        county_name
    from {{ ref('towns') }}
)

select * from towns
