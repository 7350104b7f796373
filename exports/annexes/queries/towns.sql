-- One row per town with a score: its ranks, and how soft the rank in the city is.
select
    scores.rank_city,
    towns.county_name,
    towns.town_name,
    coalesce(designations.designation_name, '其他镇') as peer_group_name,
    scores.score,
    softness.rank_p05,
    softness.rank_p95,
    softness.overlapping_towns,
    scores.rank_county,
    scores.rank_peer,
    scores.missing_indicators,
    softness.most_sensitive_indicator_name
from fct_town_score_month as scores
inner join dim_town_month as towns using (town_code, period)
left join (select distinct designation, designation_name from dim_town_designation) as designations
    on scores.peer_group = designations.designation
left join rpt_rank_robustness as softness using (town_code, period)
where scores.period = $month
order by scores.rank_city, scores.town_code
