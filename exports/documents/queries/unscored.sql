-- One row per town without a score in the month.
select county_name, town_code, town_name
from dim_town_month
anti join (select town_code from fct_town_score_month where period = $month) using (town_code)
where period = $month
order by county_code, town_code
