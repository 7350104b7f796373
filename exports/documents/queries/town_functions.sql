-- One row per town and function: its score.
select town_code, function, names.function_name, score
from fct_function_score_month
inner join (select distinct function, function_name from dim_indicator) as names using (function)
where period = $month
order by town_code, function
