select
    town_code, period, indicator, indicator_name, clause, value, value_text, target, score, outcome, outcome_name,
    is_missed_by_more_than_tolerated
from rpt_plan_target
where year = (select max(year) from rpt_plan_target)
order by town_code, indicator
