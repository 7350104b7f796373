select
    county_code, county_name, town_code, town_name, year, period, is_year_end, peer_group, designation_name, is_evaluated,
    score, rank_peer, peers, rank_city, grade, grade_name, is_grade_capped, targets_applying, targets_met, targets_missed,
    missed_names, invested_this_year, goal_due
from rpt_key_town_evaluation
where year = (select max(year) from rpt_key_town_evaluation)
order by peer_group, rank_peer, town_code
