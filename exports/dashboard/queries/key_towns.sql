-- The key towns of the last year evaluated.
select
    county_code, county_name, town_code, town_name, period, is_year_end, peer_group, score, rank_peer, grade, grade_name,
    is_grade_capped, targets_applying, targets_met, invested_this_year
from rpt_key_town_evaluation
where year = (select max(year) from rpt_key_town_evaluation)
order by peer_group, rank_peer, town_code
