select
    county_code, county_name, town_code, town_name, record_key, project_name, period, function, status, status_name,
    total_investment, annual_planned_investment, cumulative_investment, progress, expected_progress, is_behind, behind_by,
    is_idle, is_without_upkeep, is_overdue, is_debt_financed, problem_note
from rpt_project_progress
where period >= $since
order by period, county_code, town_code, record_key
