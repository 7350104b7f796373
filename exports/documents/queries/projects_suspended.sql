-- One row: projects that stand still.
select count(*) as projects from rpt_project_progress where period = $month and status = 'suspended'
