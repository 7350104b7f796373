with aliases as (
    select
        town_code,
        alias,
        valid_from,
        valid_to
    from {{ ref('town_aliases') }}
)

select * from aliases
