-- The city month by month: the mean over the towns that have a score.
select period, mean_score as score, score_p10 as low, score_p90 as high, towns_scored as towns
from rpt_score_summary
where grouped_by = 'city' and function = ''
order by period
