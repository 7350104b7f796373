select
    submission_id, county_code, period, ledger, source_file, received_at, due_at, is_late, disposition,
    superseded_by, records_accepted, records_rejected
from fct_submission
where period >= $since
order by period, county_code, ledger, received_at, submission_id
