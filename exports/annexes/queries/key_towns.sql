-- One row per key town with a score: total, functions, and the plan's targets that it meets.
with functions as (
    select
        town_code,
        max(score) filter (where function = 'infrastructure') as infrastructure_score,
        max(score) filter (where function = 'public_service') as public_service_score,
        max(score) filter (where function = 'industry') as industry_score,
        max(score) filter (where function = 'environment') as environment_score,
        max(score) filter (where function = 'governance') as governance_score,
        max(score) filter (where function = 'planning') as planning_score,
        max(score) filter (where function = 'projects') as projects_score
    from fct_function_score_month
    where period = $month
    group by town_code
),

targets as (
    select
        results.town_code,
        count(*) filter (where results.status in ('ok', 'missing')) as targets_applying,
        count(*) filter (where results.status = 'ok' and round(results.score, 9) >= 100) as targets_met
    from fct_indicator_month as results
    inner join dim_indicator as indicators using (indicator, standard_version)
    where results.period = $month and indicators.set_by = 'plan'
    group by results.town_code
),

designations as (
    select distinct designation, designation_name, tier from dim_town_designation
)

select
    designations.designation_name,
    scores.rank_peer,
    towns.county_name,
    towns.town_name,
    scores.score,
    functions.infrastructure_score,
    functions.public_service_score,
    functions.industry_score,
    functions.environment_score,
    functions.governance_score,
    functions.planning_score,
    functions.projects_score,
    targets.targets_applying,
    targets.targets_met,
    scores.rank_city
from fct_town_score_month as scores
inner join designations on scores.peer_group = designations.designation
inner join dim_town_month as towns using (town_code, period)
left join functions using (town_code)
left join targets using (town_code)
where scores.period = $month
order by designations.tier, scores.rank_peer, scores.town_code
