-- One row per target that the plan itself sets: key towns that it applies to and is due in, that meet it, that did not report.
select
    indicators.indicator,
    indicators.name_zh,
    indicators.target,
    indicators.method,
    indicators.clause,
    count(*) filter (where results.status in ('ok', 'missing')) as applying,
    count(*) filter (where results.status = 'ok' and round(results.score, 9) >= 100) as met,
    count(*) filter (where results.status = 'ok' and round(results.score, 9) < 100) as missed,
    count(*) filter (where results.status = 'missing') as not_reported,
    100.0 * count(*) filter (where results.status = 'ok' and round(results.score, 9) >= 100)
    / nullif(count(*) filter (where results.status in ('ok', 'missing')), 0) as met_rate
from fct_indicator_month as results
inner join dim_indicator as indicators using (indicator, standard_version)
inner join fct_town_score_month as scores
    on results.town_code = scores.town_code and results.period = scores.period
where results.period = $month and indicators.set_by = 'plan' and scores.peer_group <> 'other'
group by indicators.indicator, indicators.name_zh, indicators.target, indicators.method, indicators.clause
order by met_rate desc nulls last, indicators.indicator
