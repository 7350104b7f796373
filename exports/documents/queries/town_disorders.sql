-- One row per town: the kind of disorder of which most is left.
select town_code, disorder, disorder_name, outstanding
from rpt_environment
where period = $month and outstanding > 0
qualify row_number() over (partition by town_code order by outstanding desc, disorder) = 1
order by town_code
