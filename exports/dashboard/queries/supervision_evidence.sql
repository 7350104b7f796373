select level, county_code, town_code, town_name, quarter, rule, said, value, source_file, sheet, cell, raw_text, received_at
from rpt_supervision_evidence
where quarter >= $since_quarter
order by all
