-- One row per town with a score: its ranks, how far they can be relied on, its place before.
with before as (
    select town_code, rank_city as rank_before
    from fct_town_score_month
    where period = $before
),

softness as (
    select town_code, rank_p05, rank_p95
    from rpt_rank_robustness
    where period = $month
)

select
    town_code,
    towns.county_name,
    towns.town_name,
    scores.peer_group,
    scores.score,
    scores.rank_city,
    scores.rank_county,
    scores.rank_peer,
    softness.rank_p05,
    softness.rank_p95,
    before.rank_before,
    before.rank_before - scores.rank_city as places_gained
from fct_town_score_month as scores
inner join dim_town_month as towns using (town_code, period)
left join softness using (town_code)
left join before using (town_code)
where scores.period = $month
order by scores.rank_city, town_code
