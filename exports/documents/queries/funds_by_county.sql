-- One row per county: its funds of all sources.
select *
from rpt_fund_summary
where period = $month and county_code <> '' and fund_source = ''
order by arrival_rate desc nulls last, county_code
