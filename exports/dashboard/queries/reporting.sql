select
    county_code, county_name, period, ledger, ledger_name, status, status_name, is_due, due_at,
    first_received_at, accepted_at, files, files_rejected, records_accepted, records_rejected, is_corrected
from rpt_reporting
where period >= $since
order by period, county_code, ledger
