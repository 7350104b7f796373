-- One row per group of projects of one kind of grouping.
select *, progress - expected_progress as ahead
from rpt_project_summary
where period = $month and grouped_by = $grouped_by
order by progress desc nulls last, group_code
