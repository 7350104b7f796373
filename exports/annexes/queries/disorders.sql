-- One row per county and kind of disorder: found, put right and left over this year, all its towns together.
select
    county_name,
    disorder_name,
    count(*) filter (where found is not null) as towns_reporting,
    sum(found) as found,
    sum(fixed) as fixed,
    sum(outstanding) as outstanding,
    100.0 * sum(fixed) filter (where found is not null) / nullif(sum(found) filter (where fixed is not null), 0)
        as fixed_rate,
    sum(found_since_last_report) as found_since_last_report,
    sum(fixed_since_last_report) as fixed_since_last_report,
    coalesce(string_agg(town_name, '、' order by outstanding desc, town_code) filter (where outstanding > 0), '')
        as towns_outstanding
from rpt_environment
where period = $month
group by county_code, county_name, disorder, disorder_name
order by county_code, disorder
