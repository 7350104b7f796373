-- Which reported values an indicator reads, by the keys of the value.
select town_code, period, indicator, part, ledger, record_key, field
from fct_indicator_source
where period >= $since
order by town_code, period, indicator, part desc, term, ledger, record_key, field
