-- One row: reports of the month whose deadline has not passed.
select count(*) as reports, max(due_at) as due_at from rpt_reporting where period = $month and not is_due
