-- One row per value of the months that a later report changed after the end of the first deadline.
select *
from rpt_correction
where period between $first and $last
order by county_code, period, ledger, town_code, record_key, field
