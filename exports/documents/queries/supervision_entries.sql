-- One row per entry of the list of the quarter.
select *
from rpt_supervision
where quarter = $quarter
order by level, county_code, town_code, rule
