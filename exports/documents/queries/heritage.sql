-- One row per heritage town: its protection plan against the deadline.
select
    town_code,
    county_name,
    town_name,
    heritage_plan_status_name,
    heritage_plan_date,
    heritage_plan_deadline,
    heritage_plan_verdict
from rpt_planning
where period = $month and is_heritage_town
order by county_code, town_code
