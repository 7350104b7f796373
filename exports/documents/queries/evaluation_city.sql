-- One row: how many towns are evaluated, their mean, and whether the year has ended.
select
    count(*) as towns,
    avg(score) as score,
    count(*) filter (where is_grade_capped) as capped,
    bool_and(is_year_end) as is_year_end,
    max(period) as period
from rpt_key_town_evaluation
where year = $year and is_evaluated
