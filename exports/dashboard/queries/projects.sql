select
    county_code, county_name, town_code, town_name, peer_group, record_key, project_name, project_code, period, function,
    work_item_name, build_type_name, status, status_name, months_in_status, total_investment,
    annual_planned_investment, month_investment, cumulative_investment, progress, expected_progress, is_behind, behind_by,
    planned_completion_date, is_idle, is_without_upkeep, is_overdue, is_debt_financed, funds_to_find,
    progress_note, problem_note
from rpt_project_progress
where period >= $since
order by period, county_code, town_code, record_key
