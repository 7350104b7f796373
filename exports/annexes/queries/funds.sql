-- One row per county, and the city, with all sources; then one per source in the city.
select
    case when fund_source = '' then county_name else county_name || '：' || fund_source_name end as group_name,
    towns,
    amount_planned,
    amount_arrived,
    amount_spent,
    arrival_rate,
    spending_rate,
    project_funds,
    agriculture_arrived,
    agriculture_share_favoured,
    towns_with_debt
from rpt_fund_summary
where period = $month and (fund_source = '' or county_code = '')
order by fund_source <> '', county_code = '', county_code, fund_source
