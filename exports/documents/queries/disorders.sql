-- One row per kind of disorder: found and put right this year.
select
    disorder,
    disorder_name,
    sum(found) as found,
    sum(fixed) as fixed,
    sum(outstanding) as outstanding,
    100.0 * sum(fixed) / nullif(sum(found), 0) as fixed_rate
from rpt_environment
where period = $month
group by disorder, disorder_name
order by fixed_rate desc nulls last, disorder
