-- One row per indicator of the standard in force in the quarter's last month.
select
    function_name,
    name_zh,
    method_name,
    method_rule,
    case when method = 'presence' then '有' else coalesce(stage_name, target) end as target,
    weight,
    clause
from dim_indicator
left join stages on target = code
where standard_version = (select max(standard_version) from fct_town_score_month where period = $month)
order by function, indicator
