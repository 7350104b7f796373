-- One row per key town and target of the plan that applies to it and is due; stages by their names.
select
    towns.county_name,
    towns.town_name,
    designations.designation_name,
    indicators.name_zh as indicator_name,
    case
        when indicators.method = 'presence' and results.value is not null
            then case when results.value >= 1 then '有' else '无' end
        else coalesce(
            reached.stage_name, results.value_text, rtrim(rtrim(format('{:.2f}', results.value), '0'), '.'), ''
        )
    end as figure,
    case
        when indicators.method = 'presence' then '有' else coalesce(wanted.stage_name, indicators.target)
    end as target,
    results.score,
    case
        when results.status = 'missing' then '未填报'
        when round(results.score, 9) >= 100 then '达到'
        else '未达到'
    end as outcome_name,
    indicators.clause
from fct_indicator_month as results
inner join dim_indicator as indicators using (indicator, standard_version)
inner join fct_town_score_month as scores using (town_code, period)
inner join (select distinct designation, designation_name from dim_town_designation) as designations
    on scores.peer_group = designations.designation
inner join dim_town_month as towns on results.town_code = towns.town_code and results.period = towns.period
left join stages as reached on results.value_text = reached.code
left join stages as wanted on indicators.target = wanted.code
where results.period = $month and indicators.set_by = 'plan' and results.status in ('ok', 'missing')
order by results.town_code, results.indicator
