{{ config(materialized='incremental', incremental_strategy='by_later_period') }}
-- Every figure that can lie apart, and what it is held against: its peers of the month, the town's own last
-- months (its own month included). What adds up over the year is compared as the pace of a year.
with results as (
    select
        results.town_code,
        results.period,
        results.indicator,
        results.standard_version,
        groups.peer_group,
        case
            when methods.is_time_proportional then results.value / periods.share_of_year
            else results.value
        end as figure
    from {{ ref('fct_indicator_month') }} as results
    inner join {{ ref('indicators') }} as indicators
        on results.standard_version = indicators.standard_version and results.indicator = indicators.indicator
    inner join {{ ref('methods') }} as methods
        on indicators.standard_version = methods.standard_version and indicators.method = methods.method
    inner join {{ ref('int_periods') }} as periods
        on results.period = periods.period
    inner join {{ ref('int_town_periods') }} as groups
        on results.town_code = groups.town_code and results.period = groups.period
    where results.status = 'ok' and methods.value_rule in ('quotient', 'growth', 'amount')
),

compared as (
    select
        'peer_group' as basis,
        own.town_code,
        own.period,
        own.indicator,
        own.standard_version,
        own.figure,
        others.town_code as other_town_code,
        others.period as other_period,
        others.figure as other
    from results as own
    inner join results as others
        on
            own.period = others.period
            and own.indicator = others.indicator
            and own.peer_group = others.peer_group
    where {{ is_rebuilt_or_later('own.period') }}
    union all
    select
        'own_history' as basis,
        own.town_code,
        own.period,
        own.indicator,
        own.standard_version,
        own.figure,
        others.town_code as other_town_code,
        others.period as other_period,
        others.figure as other
    from results as own
    inner join results as others
        on
            own.town_code = others.town_code
            and own.indicator = others.indicator
            and own.period >= others.period
            and {{ months_apart('others.period', 'own.period') }} < {{ judgement_limit('outlier_history') }}
    where {{ is_rebuilt_or_later('own.period') }}
)

select * from compared
