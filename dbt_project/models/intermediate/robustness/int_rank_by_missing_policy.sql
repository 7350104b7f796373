{{ config(materialized='incremental') }}
-- Scores and ranks of a quarter's last month under each way to treat what was not reported: it counts 0, it
-- is left out, or the last value of the year known before stands in for it (0 where there is none).
with results as (
    select * from {{ ref('int_quarter_results') }}
    where {{ is_rebuilt('period') }}
),

indicators as (
    select
        indicators.standard_version,
        indicators.indicator,
        indicators.target,
        methods.is_time_proportional
    from {{ ref('indicators') }} as indicators
    inner join {{ ref('methods') }} as methods
        on indicators.standard_version = methods.standard_version and indicators.method = methods.method
),

known_before as (
    select
        results.town_code,
        results.period,
        results.indicator,
        earlier.score,
        earlier.value,
        row_number() over (
            partition by results.town_code, results.period, results.indicator order by earlier.period desc
        ) as recency
    from results
    inner join {{ ref('int_indicator_results') }} as earlier
        on
            results.town_code = earlier.town_code
            and results.indicator = earlier.indicator
            and results.standard_version = earlier.standard_version
            and results.period > earlier.period
            and substr(results.period, 1, 4) = substr(earlier.period, 1, 4)
    where
        {{ is_in_rebuilt_year('earlier.period') }}
        and results.status = 'missing'
        and earlier.is_in_force
        and earlier.status = 'ok'
),

-- A cumulative value known before is held to what is expected by now.
stood_in as (
    select
        results.town_code,
        results.period,
        results.indicator,
        case
            when indicators.is_time_proportional
                then {{ score_by_target(
                    'known_before.value', cast_or_null('indicators.target', 'double') ~ ' * periods.share_of_year'
                ) }}
            else known_before.score
        end as score
    from results
    inner join known_before
        on
            results.town_code = known_before.town_code
            and results.period = known_before.period
            and results.indicator = known_before.indicator
            and known_before.recency = 1
    inner join indicators
        on
            results.standard_version = indicators.standard_version
            and results.indicator = indicators.indicator
    inner join {{ ref('int_periods') }} as periods
        on results.period = periods.period
),

by_policy as (
    select
        'zero' as policy,
        results.town_code,
        results.period,
        results.standard_version,
        results.weight,
        case when results.status = 'missing' then 0.0 else results.score end as score
    from results
    union all
    select
        'exclude' as policy,
        results.town_code,
        results.period,
        results.standard_version,
        results.weight,
        results.score
    from results
    where results.status = 'ok'
    union all
    select
        'last_known' as policy,
        results.town_code,
        results.period,
        results.standard_version,
        results.weight,
        case when results.status = 'missing' then coalesce(stood_in.score, 0.0) else results.score end
            as score
    from results
    left join stood_in
        on
            results.town_code = stood_in.town_code
            and results.period = stood_in.period
            and results.indicator = stood_in.indicator
),

totals as (
    select
        policy,
        town_code,
        period,
        standard_version,
        {{ exact_sum("weight * score") }} / {{ exact_sum("weight") }} as score
    from by_policy
    group by policy, town_code, period, standard_version
),

ranked as (
    select
        policy,
        town_code,
        period,
        score,
        cast(rank() over (
            partition by policy, period
            order by {{ tie_key('totals.score', 'totals.standard_version') }} desc
        ) as integer) as rank_city
    from totals
)

select * from ranked
