{{ config(materialized='incremental') }}
-- What each indicator adds to a town's total under two versions of the standard: the differences add up to
-- that of the totals.
with points as (
    select
        results.town_code,
        results.period,
        results.standard_version,
        results.is_in_force,
        results.indicator,
        results.score,
        results.weight,
        results.weight * results.score / {{ exact_sum(
            "results.weight", "partition by results.town_code, results.period, results.standard_version"
        ) }} as points
    from {{ ref('int_indicator_results') }} as results
    where {{ is_rebuilt('results.period') }} and results.score is not null
),

versions as (
    select distinct
        town_code,
        period,
        standard_version as compared_version
    from points
    where not is_in_force
),

in_force as (
    select
        points.*,
        versions.compared_version
    from points
    inner join versions
        on points.town_code = versions.town_code and points.period = versions.period
    where points.is_in_force
),

others as (
    select * from points
    where not is_in_force
),

paired as (
    select
        coalesce(in_force.town_code, others.town_code) as town_code,
        coalesce(in_force.period, others.period) as period,
        coalesce(in_force.compared_version, others.standard_version) as compared_version,
        coalesce(in_force.indicator, others.indicator) as indicator,
        in_force.score,
        others.score as compared_score,
        in_force.weight,
        others.weight as compared_weight,
        coalesce(in_force.points, 0) as points,
        coalesce(others.points, 0) as compared_points
    from in_force
    full outer join others
        on
            in_force.town_code = others.town_code
            and in_force.period = others.period
            and in_force.compared_version = others.standard_version
            and in_force.indicator = others.indicator
),

named as (
    select
        towns.county_code,
        towns.county_name,
        paired.town_code,
        towns.town_name,
        paired.period,
        periods.standard_version,
        paired.compared_version,
        paired.indicator,
        coalesce(compared.name_zh, present.name_zh) as indicator_name,
        coalesce(compared.clause, present.clause) as clause,
        paired.score,
        paired.compared_score,
        paired.weight,
        paired.compared_weight,
        cast(paired.points as double) as points,
        cast(paired.compared_points as double) as compared_points,
        cast(paired.compared_points - paired.points as double) as points_change
    from paired
    inner join {{ ref('int_periods') }} as periods
        on paired.period = periods.period
    inner join {{ ref('int_town_periods') }} as towns
        on paired.town_code = towns.town_code and paired.period = towns.period
    left join {{ ref('dim_indicator') }} as present
        on periods.standard_version = present.standard_version and paired.indicator = present.indicator
    left join {{ ref('dim_indicator') }} as compared
        on paired.compared_version = compared.standard_version and paired.indicator = compared.indicator
),

shown as (
    {{ with_decisions_on_scores(
        'named', ['town_code', 'period', 'compared_version', 'indicator'],
        'named.indicator = reached.indicator'
    ) }}
)

select * from shown
