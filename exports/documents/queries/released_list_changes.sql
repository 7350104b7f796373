-- One row per county or town and rule of an earlier released supervision list whose status is no longer as released.
with names as (
    select distinct status, status_name from rpt_supervision
)

select
    released_quarter,
    county_code,
    county_name,
    town_code,
    town_name,
    item as rule,
    item_name as rule_name,
    coalesce(released.status_name, text_released, '未列入') as status_released,
    coalesce(present.status_name, text_now, '未列入') as status_now,
    string_agg(distinct cause_name, '、' order by cause_name) as causes
from rpt_amendment
left join names as released on text_released = released.status
left join names as present on text_now = present.status
where released_quarter < $quarter and figure_kind = 'supervision' and measure = 'status'
group by all
order by released_quarter, county_code, town_code, rule
