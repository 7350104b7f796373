-- One row per county, and the city: its projects and their investment in the quarter's last month.
select
    group_name as county_name,
    projects,
    projects_planned,
    projects_started,
    projects_completed,
    projects_in_use,
    projects_behind,
    projects_overdue,
    projects_idle,
    projects_without_upkeep,
    total_investment,
    annual_planned_investment,
    cumulative_investment,
    progress,
    expected_progress
from rpt_project_summary
where period = $month and grouped_by in ('city', 'county')
order by grouped_by desc, group_code
