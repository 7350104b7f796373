-- One row per ledger: how the counties' reports of the month came.
select
    ledger,
    ledger_name,
    count(*) as expected,
    count(*) filter (where is_on_time) as on_time,
    count(*) filter (where status = 'late') as late,
    count(*) filter (where status = 'returned') as returned,
    count(*) filter (where status = 'missing') as missing,
    100.0 * count(*) filter (where is_on_time) / nullif(count(*), 0) as on_time_rate
from rpt_reporting
where period = $month and is_due
group by ledger, ledger_name
order by on_time_rate desc, ledger
