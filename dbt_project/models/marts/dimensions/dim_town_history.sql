with towns as (
    select
        town_code,
        valid_from,
        valid_to,
        town_name,
        town_type,
        county_code,
        county_name,
        merged_into
    from {{ ref('int_town_history') }}
)

select * from towns
