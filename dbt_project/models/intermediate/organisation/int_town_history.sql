-- What each town is from a day until another: a later row of the same town takes over from the one before,
-- and one that merges it into another ends it.
with said as (
    select
        *,
        lead(valid_from) over (partition by town_code order by valid_from) as next_from,
        lead(merged_into) over (partition by town_code order by valid_from) as then_merged_into
    from {{ ref('towns') }}
),

dated as (
    select
        town_code,
        town_name,
        town_type,
        county_code,
        county_name,
        valid_from,
        {{ day_before('next_from') }} as valid_to,
        coalesce(then_merged_into, '') as merged_into
    from said
    where merged_into is null
)

select * from dated
