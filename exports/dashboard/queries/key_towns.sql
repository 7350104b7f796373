-- The key towns of the last year evaluated, the highest tier first.
with tiers as (select distinct designation, tier from dim_town_designation)

select
    county_code, county_name, town_code, town_name, period, is_year_end, peer_group, score, rank_peer, grade, grade_name,
    is_grade_capped, targets_applying, targets_met, invested_this_year
from rpt_key_town_evaluation inner join tiers on peer_group = designation
where year = (select max(year) from rpt_key_town_evaluation)
order by tier, rank_peer, town_code
