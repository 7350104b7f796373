-- One row per peer group: its towns, their mean now and before, against the mean of all towns.
select
    peer_group,
    count(*) filter (where period = $month) as towns,
    avg(score) filter (where period = $month) as score,
    avg(score) filter (where period = $month) - avg(score) filter (where period = $before) as score_change,
    avg(score) filter (where period = $month)
    - (select avg(score) from fct_town_score_month where period = $month) as above_city
from fct_town_score_month
group by peer_group
having count(*) filter (where period = $month) > 0
order by peer_group
