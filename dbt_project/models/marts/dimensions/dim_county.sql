with towns as (
    select * from {{ ref('dim_town') }}
),

history as (
    select * from {{ ref('int_town_history') }}
),

validity as (
    select
        county_code,
        max(county_name) as county_name,
        min(valid_from) as valid_from,
        max(coalesce(valid_to, cast('9999-12-31' as date))) as valid_to
    from history
    group by county_code
),

present as (
    select
        county_code,
        max(county_name) as county_name,
        count(*) as towns
    from towns
    where valid_to is null
    group by county_code
),

counties as (
    select
        validity.county_code,
        coalesce(present.county_name, validity.county_name) as county_name,
        cast(coalesce(present.towns, 0) as integer) as towns,
        validity.valid_from,
        nullif(validity.valid_to, cast('9999-12-31' as date)) as valid_to
    from validity
    left join present
        on validity.county_code = present.county_code
)

select * from counties
