-- One row per county and recommendation: the town that the county names, else the one that the scores name.
with towns as (
    select * from dim_town_month where period = $month
),

chosen as (
    select
        observations.county_code,
        observations.county_name,
        observations.recommendation,
        observations.recommendation_name,
        observations.is_recommended,
        observations.reason,
        observations.verdict,
        observations.supervision_rules,
        coalesce(nullif(observations.town_code, ''), by_score.town_code) as town_code,
        coalesce(nullif(observations.town_name, ''), by_score.town_name) as town_name
    from rpt_observation as observations
    left join towns as by_score
        on observations.county_code = by_score.county_code and observations.town_by_score = by_score.town_name
    where observations.quarter = $quarter
),

disorders as (
    select
        town_code,
        sum(found) as found,
        sum(fixed) as fixed,
        sum(outstanding) as outstanding,
        100.0 * sum(fixed) / nullif(sum(found), 0) as fixed_rate
    from rpt_environment
    where period = $month
    group by town_code
),

projects as (
    select * from rpt_project_summary where period = $month and grouped_by = 'town'
)

select
    chosen.*,
    scores.score,
    scores.rank_city,
    scores.rank_county,
    softness.rank_p05,
    softness.rank_p95,
    projects.projects,
    projects.projects_started,
    projects.projects_completed,
    projects.projects_in_use,
    projects.annual_planned_investment,
    projects.cumulative_investment,
    projects.progress,
    disorders.found,
    disorders.fixed,
    disorders.outstanding,
    disorders.fixed_rate
from chosen
left join fct_town_score_month as scores on chosen.town_code = scores.town_code and scores.period = $month
left join rpt_rank_robustness as softness on chosen.town_code = softness.town_code and softness.period = $month
left join projects on chosen.town_code = projects.group_code
left join disorders on chosen.town_code = disorders.town_code
where chosen.town_code is not null
order by chosen.county_code, chosen.recommendation
