-- One row per county: all kinds of disorder together.
select
    county_code,
    county_name,
    sum(found) as found,
    sum(fixed) as fixed,
    sum(outstanding) as outstanding,
    100.0 * sum(fixed) / nullif(sum(found), 0) as fixed_rate
from rpt_environment
where period = $month
group by county_code, county_name
having sum(found) is not null
order by fixed_rate desc nulls last, county_code
