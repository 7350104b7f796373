{{ config(materialized='incremental') }}
-- Two versions of the standard on the same reports: how far each town moves, and by which indicator most.
with moves as (
    select * from {{ ref('rpt_standard_comparison_indicator') }}
    where {{ is_rebuilt('period') }}
),

totals as (
    select
        results.county_code,
        results.town_code,
        results.period,
        results.standard_version,
        results.is_in_force,
        {{ exact_sum("results.weight * results.score") }} / {{ exact_sum("results.weight") }} as score
    from {{ ref('int_indicator_results') }} as results
    where {{ is_rebuilt('results.period') }} and results.score is not null
    group by
        results.county_code, results.town_code, results.period, results.standard_version, results.is_in_force
),

ranked as (
    select
        *,
        cast(rank() over (
            partition by period, standard_version
            order by {{ tie_key('totals.score', 'totals.standard_version') }} desc
        ) as integer) as rank_city
    from totals
),

largest as (
    select
        *,
        row_number() over (
            partition by town_code, period, compared_version
            order by abs(points_change) desc, indicator
        ) as place
    from moves
),

compared as (
    select
        in_force.county_code,
        in_force.town_code,
        in_force.period,
        in_force.standard_version,
        others.standard_version as compared_version,
        cast(in_force.score as double) as score,
        cast(others.score as double) as compared_score,
        cast(others.score - in_force.score as double) as score_change,
        in_force.rank_city,
        others.rank_city as compared_rank_city,
        in_force.rank_city - others.rank_city as places_gained,
        largest.indicator as main_indicator,
        largest.indicator_name as main_indicator_name,
        largest.points_change as main_points_change
    from ranked as in_force
    inner join ranked as others
        on in_force.town_code = others.town_code and in_force.period = others.period
    inner join largest
        on
            others.town_code = largest.town_code
            and others.period = largest.period
            and others.standard_version = largest.compared_version
            and largest.place = 1
    where in_force.is_in_force and not others.is_in_force
),

named as (
    select
        towns.county_code,
        towns.county_name,
        compared.town_code,
        towns.town_name,
        compared.period,
        '四(二)' as clause,
        compared.standard_version,
        compared.compared_version,
        compared.score,
        compared.compared_score,
        compared.score_change,
        compared.rank_city,
        compared.compared_rank_city,
        compared.places_gained,
        compared.main_indicator,
        compared.main_indicator_name,
        compared.main_points_change
    from compared
    inner join {{ ref('int_town_periods') }} as towns
        on compared.town_code = towns.town_code and compared.period = towns.period
),

shown as (
    {{ with_decisions_on_scores('named', ['town_code', 'period', 'compared_version']) }}
)

select * from shown
