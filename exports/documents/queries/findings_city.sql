-- One row: what was wrong with all files of the month.
select
    count(*) filter (where severity = 'error') as errors,
    count(*) filter (where severity = 'warning') as warnings,
    count(distinct county_code) as counties
from fct_finding
where period = $month and severity in ('error', 'warning')
