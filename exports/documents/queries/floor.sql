-- One row per county key town: its investment against the floor that the plan sets for a year, by the time that has passed.
select
    town_code,
    county_name,
    town_name,
    results.value as invested,
    cast(indicators.target as double) as floor,
    results.status,
    results.score,
    round(results.score, 9) >= 100 as is_met
from fct_indicator_month as results
inner join dim_indicator as indicators using (indicator, standard_version)
inner join dim_town_month using (town_code, period)
where results.period = $month and indicators.method = 'investment_floor' and results.status in ('ok', 'missing')
order by results.score desc, town_code
