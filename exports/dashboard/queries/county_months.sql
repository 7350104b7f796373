select
    score.county_code, dim_county.county_name, score.period, score.score, rank, town_mean, investment_progress, reporting,
    score.towns, towns_reporting,
    quality_score, quality_rank, expected, on_time, cells, cells_free
from fct_county_score_month as score
inner join dim_county on score.county_code = dim_county.county_code
left join rpt_reporting_quality as quality
    on score.county_code = quality.county_code and score.period = quality.period
order by score.period, rank, score.county_code
