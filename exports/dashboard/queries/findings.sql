select
    county_code, county_name, period, ledger, severity, code, code_name, message_zh, source_file, sheet, cell, raw_text,
    suggestion, outcome
from fct_finding inner join dim_county using (county_code)
where period >= $since
order by period, county_code, severity, code, source_file, sheet, cell, finding_id
