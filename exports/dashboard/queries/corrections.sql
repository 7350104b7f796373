-- Reported values that a later report changed.
select
    county_code, period, ledger, ledger_name, town_code, town_name, record_name, field_name, value_before, value_after,
    amended_at, source_file_after
from rpt_correction
where period >= $since
order by county_code, amended_at, ledger, town_code, record_key, field_name
