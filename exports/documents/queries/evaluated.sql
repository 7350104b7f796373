-- One row per key town: its evaluation of the year.
select *
from rpt_key_town_evaluation
where year = $year
order by peer_group, rank_peer, town_code
