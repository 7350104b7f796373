-- One row per county: its score and what it is made of, how far its rank can be relied on, and its place before.
with before as (
    select county_code, score as score_before, rank as rank_before
    from fct_county_score_month
    where period = $before and towns_reporting > 0
),

softness as (
    select county_code, rank_p05, rank_p95, band_from, band_to
    from rpt_county_rank_robustness
    where period = $month
)

select
    county_code,
    county_name,
    scores.rank,
    count(*) over (partition by scores.rank) as sharing,
    scores.score,
    scores.town_mean,
    scores.investment_progress,
    scores.reporting,
    scores.towns,
    scores.towns_reporting,
    softness.rank_p05,
    softness.rank_p95,
    softness.band_from,
    softness.band_to,
    before.rank_before,
    before.rank_before - scores.rank as places_gained,
    scores.score - before.score_before as score_change
from fct_county_score_month as scores
inner join dim_county using (county_code)
left join softness using (county_code)
left join before using (county_code)
where period = $month
order by scores.rank, county_code
