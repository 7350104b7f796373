-- One row per source of funds in the city.
select *
from rpt_fund_summary
where period = $month and county_code = '' and fund_source <> ''
order by amount_planned desc, fund_source
