-- One row: how many towns have a score, and their mean now and before.
select
    (select count(*) from dim_county) as counties,
    (select count(*) from dim_town_month where period = $month) as towns,
    count(*) filter (where period = $month) as towns_scored,
    (select count(*) from dim_town_month where period = $month)
        - count(*) filter (where period = $month) as towns_unscored,
    count(*) filter (where period = $before) as towns_scored_before,
    avg(score) filter (where period = $month) as score,
    avg(score) filter (where period = $before) as score_before,
    avg(score) filter (where period = $month) - avg(score) filter (where period = $before) as score_change,
    max(score) filter (where period = $month) as best,
    min(score) filter (where period = $month) as worst
from fct_town_score_month
