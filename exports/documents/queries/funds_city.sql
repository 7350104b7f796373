-- One row: all funds of the city.
select * from rpt_fund_summary where period = $month and county_code = '' and fund_source = ''
