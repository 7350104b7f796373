-- One row per stage that a plan may be in: its code and its name. Other queries use it as the table `stages`.
select distinct
    split_part(choice, '=', 1) as code,
    split_part(choice, '=', 2) as stage_name
from (
    select unnest(string_split(choices, '|')) as choice
    from dim_field
    where field in ('town_plan_status', 'heritage_plan_status')
)
