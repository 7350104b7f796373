with designations as (
    select
        key_towns.town_code,
        key_towns.designation,
        names.name_zh as designation_name,
        cast(names.tier as integer) as tier,
        key_towns.valid_from,
        key_towns.valid_to
    from {{ ref('key_towns') }} as key_towns
    inner join {{ ref('designations') }} as names
        on key_towns.designation = names.designation
)

select * from designations
