-- One row per function: the mean score of the towns now and before.
with names as (select distinct function, function_name from dim_indicator)

select
    function,
    function_name,
    avg(score) filter (where period = $month) as score,
    avg(score) filter (where period = $month) - avg(score) filter (where period = $before) as score_change
from fct_function_score_month
inner join names using (function)
group by function, function_name
having avg(score) filter (where period = $month) is not null
order by score desc, function
