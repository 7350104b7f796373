-- One row per town and project of the month, the largest first.
select
    town_code,
    record_key,
    project_name,
    status_name,
    annual_planned_investment,
    cumulative_investment,
    100.0 * cumulative_investment / nullif(annual_planned_investment, 0) as progress,
    status = 'suspended' as is_suspended,
    status in ('completed', 'in_use') as is_done,
    is_idle,
    is_overdue,
    is_without_upkeep,
    is_behind
from rpt_project_progress
where period = $month
order by town_code, annual_planned_investment desc nulls last, record_key
