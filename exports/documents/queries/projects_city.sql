-- One row: all projects of the city.
select *, progress - expected_progress as ahead
from rpt_project_summary
where period = $month and grouped_by = 'city'
