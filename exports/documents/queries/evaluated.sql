-- One row per key town: its evaluation of the year, and how far its rank in the city can be relied on.
with softness as (
    select town_code, period, rank_p05, rank_p95
    from rpt_rank_robustness
)

select evaluations.*, softness.rank_p05, softness.rank_p95
from rpt_key_town_evaluation as evaluations
left join softness using (town_code, period)
where evaluations.year = $year
order by evaluations.peer_group, evaluations.rank_peer, town_code
