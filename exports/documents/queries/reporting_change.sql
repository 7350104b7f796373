-- One row: the share of reports in time of the month, against that of the month before.
select
    100.0 * count(*) filter (where is_on_time and period = $month)
    / nullif(count(*) filter (where period = $month), 0)
    - 100.0 * count(*) filter (where is_on_time and period <> $month)
    / nullif(count(*) filter (where period <> $month), 0) as rate_change
from rpt_reporting
where is_due and period in ($month, strftime(cast($month || '-01' as date) - interval 1 month, '%Y-%m'))
