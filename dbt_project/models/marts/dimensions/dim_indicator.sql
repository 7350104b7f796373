with indicators as (
    select
        indicators.indicator,
        indicators.standard_version,
        indicators.function,
        functions.name_zh as function_name,
        indicators.name_zh,
        indicators.name_en,
        indicators.method,
        methods.name_zh as method_name,
        methods.rule_zh as method_rule,
        indicators.numerator,
        coalesce(indicators.denominator, '') as denominator,
        indicators.target,
        indicators.weight,
        indicators.applies_to,
        indicators.set_by,
        indicators.clause
    from {{ ref('indicators') }} as indicators
    inner join {{ ref('functions') }} as functions
        on indicators.function = functions.function
    inner join {{ ref('methods') }} as methods
        on indicators.standard_version = methods.standard_version and indicators.method = methods.method
)

select * from indicators
