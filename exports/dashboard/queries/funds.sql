select
    county_code, town_code, period, fund_source, fund_source_name, is_debt, amount_planned, amount_arrived, amount_spent,
    arrival_rate, spending_rate, same_amounts_in
from rpt_fund_use
where period = $latest
order by town_code, is_debt, fund_source
