select
    period, county_code, fund_source, fund_source_name, amount_planned, amount_arrived, amount_spent,
    arrival_rate, spending_rate
from rpt_fund_summary
where period = $latest
order by county_code, fund_source
