-- Means of function scores over the towns of the city, of each county and of each peer group.
select
    period,
    function,
    case grouped_by when 'county' then group_code else '' end as county_code,
    case grouped_by when 'tier' then group_code else '' end as peer_group,
    mean_score as score
from rpt_score_summary
where grouped_by in ('city', 'county', 'tier') and function <> '' and towns_scored > 0
order by all
