-- One row per month up to the one reported on: the mean of all towns and of the key towns.
select
    period,
    avg(score) as score,
    avg(score) filter (where peer_group <> 'other') as key_score
from fct_town_score_month
where period <= $month and period >= $year || '-01'
group by period
order by period
