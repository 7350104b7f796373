-- One row per county and recommendation of the quarter.
select *
from rpt_observation
where quarter = $quarter
order by county_code, recommendation
