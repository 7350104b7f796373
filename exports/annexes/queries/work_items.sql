-- One row per task of the plan: how many towns have reached it, its projects, counties whose towns have all reached it,
-- and, where only reports tell of it, counties that sent them in time.
select
    position,
    clause,
    task_name,
    responsible,
    cooperating,
    deadline,
    sum(towns_applying) as towns_applying,
    sum(towns_met) as towns_met,
    sum(projects) as projects,
    sum(projects_completed) as projects_completed,
    sum(annual_planned_investment) as annual_planned_investment,
    sum(cumulative_investment) as cumulative_investment,
    coalesce(
        string_agg(county_name, '、' order by county_code) filter (where standing_name = '各镇均已达到'), ''
    ) as counties_met,
    coalesce(
        string_agg(county_name, '、' order by county_code) filter (where standing_name = '按时报送'), ''
    ) as counties_on_time
from rpt_work_item
where period = $month
group by position, clause, task, task_name, responsible, cooperating, deadline
order by position
