-- One row per month with scores.
select distinct period from fct_town_score_month order by period
