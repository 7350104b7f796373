-- One row per county: its score and what makes it up, in the quarter's last scored month, how soft its rank is; places
-- gained on the quarter before.
with before as (
    select county_code, rank
    from fct_county_score_month
    where period = (select max(period) from fct_county_score_month where period < $first_month)
)

select
    scores.rank,
    counties.county_name,
    scores.score,
    softness.rank_p05,
    softness.rank_p95,
    softness.overlapping_counties,
    scores.town_mean,
    scores.investment_progress,
    scores.reporting,
    scores.towns,
    scores.towns_reporting,
    before.rank - scores.rank as places_gained
from fct_county_score_month as scores
inner join dim_county as counties using (county_code)
left join rpt_county_rank_robustness as softness using (county_code, period)
left join before using (county_code)
where scores.period = $month
order by scores.rank, scores.county_code
