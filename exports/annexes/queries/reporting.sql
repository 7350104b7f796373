-- One row per county and month of the quarter: what was expected, what came, how good it was.
select
    county_name,
    period,
    expected,
    received,
    on_time,
    accepted_first,
    returned,
    corrected,
    on_time_share,
    accepted_first_share,
    cells_free_share,
    quality_score,
    quality_rank
from rpt_reporting_quality
where period in (select unnest($months))
order by county_code, period
