-- One row per month of which reports are expected.
select distinct period from rpt_reporting order by period
