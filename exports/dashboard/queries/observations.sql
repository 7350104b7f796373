select
    county_code, quarter, recommendation, recommendation_name, is_recommended, town_code, town_name, reason, source_file, cell,
    score, rank_county, verdict
from rpt_observation
where quarter >= $since_quarter
order by county_code, quarter, recommendation
