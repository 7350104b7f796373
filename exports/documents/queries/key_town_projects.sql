-- One row per town with projects: their number and investment against plan and time.
select
    group_code as town_code,
    projects,
    annual_planned_investment,
    cumulative_investment,
    progress
from rpt_project_summary
where period = $month and grouped_by = 'town'
order by group_code
