-- Function scores of each town, month by month.
select town_code, period, function, score, missing_indicators
from fct_function_score_month
order by town_code, period, function
