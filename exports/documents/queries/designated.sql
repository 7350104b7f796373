-- One row per kind of key town, the highest tier first: how many the city has on the last day of the month, and how
-- many have no score.
select
    designation as peer_group,
    designation_name,
    count(*) as towns,
    count(*) filter (where scores.town_code is null) as unscored
from dim_town_designation as held
left join fct_town_score_month as scores
    on held.town_code = scores.town_code and scores.period = $month
where
    tier is not null
    and valid_from <= last_day(cast($month || '-01' as date))
    and coalesce(valid_to, date '9999-12-31') >= last_day(cast($month || '-01' as date))
group by tier, designation, designation_name
order by tier
