select
    indicator, standard_version, function, function_name, name_zh, name_en, method, method_name, method_rule,
    numerator, denominator, target, weight, applies_to, set_by, clause
from dim_indicator
order by standard_version, function, indicator
