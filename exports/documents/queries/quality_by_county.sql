-- One row per county: reporting quality of the month.
select county_code, county_name, quality_score, quality_rank, on_time_share, accepted_first_share, cells_free_share
from rpt_reporting_quality
where period = $month
order by quality_rank, county_code
