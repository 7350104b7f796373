select town_code, indicator, period, numerator, denominator, value, value_text, score, status, standard_version, function
from fct_indicator_month
where period >= $since
order by town_code, period, indicator
