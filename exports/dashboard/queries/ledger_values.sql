-- Every reported value of the recent months with its cell; recommendations have no town.
select
    town_code, period, ledger, record_key, field, value_number, value_text, unit_source,
    source_file, sheet, cell, raw_text, submission_id, received_at, decision_id
from fct_ledger_value
where period >= $since and town_code <> ''
order by town_code, period, ledger, record_key, field
