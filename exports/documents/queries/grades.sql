-- One row per grade: the evaluated towns that have it.
select
    grade,
    grade_name,
    count(*) as towns,
    count(*) filter (where is_grade_capped) as capped
from rpt_key_town_evaluation
where year = $year and is_evaluated and grade_name <> ''
group by grade, grade_name
order by min(score) desc
