select
    quarter, level, county_code, county_name, town_code, town_name, peer_group_name, rule, rule_name, clause, status,
    status_name, first_seen, is_still_open, quarters_listed, entry_condition, release_condition, evidence,
    is_restricted, decision_ids
from rpt_supervision
where quarter >= $since_quarter
order by quarter, level, county_code, town_code, rule
