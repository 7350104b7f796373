-- Every month that reports are expected for, oldest first, and whether all its deadlines have passed.
select
    period,
    bool_and(is_due) as is_due
from rpt_reporting
group by period
order by period
