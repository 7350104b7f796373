select town_code, county_code, period, score, rank_city, rank_county, rank_peer, peer_group, missing_indicators, standard_version
from fct_town_score_month
order by period, rank_city, town_code
