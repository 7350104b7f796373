-- One row per project that is suspended, idle, overdue or completed with nobody to look after it.
select
    county_name,
    town_code,
    town_name,
    record_key,
    project_name,
    status_name,
    planned_completion_date,
    annual_planned_investment,
    cumulative_investment,
    status = 'suspended' as is_suspended,
    is_idle,
    is_overdue,
    is_without_upkeep
from rpt_project_progress
where period = $month and (status = 'suspended' or is_idle or is_overdue or is_without_upkeep)
order by county_code, town_code, record_key
