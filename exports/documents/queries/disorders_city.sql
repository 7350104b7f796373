-- One row: all kinds of disorder together, now and before, and the rate that the plan's standard asks for.
select
    sum(found) filter (where period = $month) as found,
    sum(fixed) filter (where period = $month) as fixed,
    sum(outstanding) filter (where period = $month) as outstanding,
    100.0 * sum(fixed) filter (where period = $month)
    / nullif(sum(found) filter (where period = $month), 0) as fixed_rate,
    100.0 * sum(fixed) filter (where period = $month) / nullif(sum(found) filter (where period = $month), 0)
    - 100.0 * sum(fixed) filter (where period = $before)
    / nullif(sum(found) filter (where period = $before), 0) as rate_change,
    count(distinct town_code) filter (where period = $month and found is not null) as towns,
    any_value(standard.target) as target
from rpt_environment
cross join (
    select cast(max(target) as double) as target from dim_indicator where method = 'ratio_of_sums'
) as standard
