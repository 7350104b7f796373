-- The city month by month: the mean over the towns that have a score.
select
    period,
    avg(score) as score,
    quantile_cont(score, 0.1) as low,
    quantile_cont(score, 0.9) as high,
    count(*) as towns
from fct_town_score_month
group by period
order by period
