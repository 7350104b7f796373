-- One row per report of the month that did not come in time or was not accepted.
select county_code, county_name, ledger, ledger_name, status, status_name, due_at, first_received_at, accepted_at
from rpt_reporting
where period = $month and is_due and not is_on_time
order by county_code, ledger
