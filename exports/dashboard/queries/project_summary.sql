select
    period, grouped_by, group_code, projects, projects_started, projects_completed, projects_in_use, projects_idle,
    projects_without_upkeep, projects_behind, projects_overdue, annual_planned_investment, cumulative_investment, progress,
    expected_progress, is_behind
from rpt_project_summary
where grouped_by in ('city', 'county', 'town')
order by period, grouped_by, group_code
