-- One row: towns and counties on the list of the quarter, and what became of those listed before.
with entries as (
    select level || county_code || town_code as entry, *
    from rpt_supervision
    where quarter = $quarter
),

standing as (
    select
        entry,
        level,
        bool_or(status <> 'released') as is_open,
        bool_or(is_restricted) as is_restricted,
        bool_and(status = 'listed') as is_new
    from entries
    group by entry, level
)

select
    count(*) filter (where level = 'town' and is_open) as towns,
    count(*) filter (where level = 'county' and is_open) as counties,
    count(*) filter (where level = 'town' and is_open and is_new) as towns_new,
    count(*) filter (where level = 'town' and is_open and not is_new) as towns_continued,
    count(*) filter (where level = 'town' and not is_open) as towns_released,
    count(*) filter (where level = 'county' and not is_open) as counties_released,
    count(*) filter (where level = 'town' and is_restricted) as towns_restricted,
    count(*) filter (where level = 'county' and is_restricted) as counties_restricted
from standing
