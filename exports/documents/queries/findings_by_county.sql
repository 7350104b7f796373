-- One row per county: what was wrong with its files of the month, those later replaced included.
select
    county_code,
    county_name,
    count(*) filter (where severity = 'error') as errors,
    count(*) filter (where severity = 'warning') as warnings,
    count(distinct submission_id) as files
from fct_finding
inner join dim_county using (county_code)
where period = $month and severity in ('error', 'warning')
group by county_code, county_name
order by errors desc, warnings desc, county_code
