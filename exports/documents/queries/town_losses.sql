-- One row per town and indicator on which it loses points, the most first.
select
    results.town_code,
    results.indicator,
    indicators.name_zh,
    results.status,
    results.score,
    indicators.weight * (100 - results.score) / 100 as points_lost,
    row_number() over (
        partition by results.town_code
        order by indicators.weight * (100 - results.score) desc, results.indicator
    ) as place
from fct_indicator_month as results
inner join dim_indicator as indicators using (indicator, standard_version)
where results.period = $month and results.status in ('ok', 'missing') and results.score < 100
qualify place <= 3
order by results.town_code, place
