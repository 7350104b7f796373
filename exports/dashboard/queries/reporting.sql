select
    county_code, county_name, period, ledger, ledger_name, status, status_name, is_due, first_received_at, is_corrected
from rpt_reporting
where period >= $since
order by period, county_code, ledger
