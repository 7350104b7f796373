{{ config(materialized='incremental') }}
with periods as (
    select * from {{ ref('int_periods') }}
    where {{ is_rebuilt('period') }}
),

town_means as (
    select
        town_periods.county_code,
        town_periods.period,
        {{ exact_sum("coalesce(scores.score, 0)") }} / count(*) as town_mean,
        count(*) as towns,
        count(scores.score) as towns_reporting
    from {{ ref('int_town_periods') }} as town_periods
    left join {{ ref('fct_town_score_month') }} as scores
        on town_periods.town_code = scores.town_code and town_periods.period = scores.period
    group by town_periods.county_code, town_periods.period
),

investment as (
    select
        town_periods.county_code,
        town_periods.period,
        {{ exact_sum("coalesce(projects.cumulative_investment, 0)") }} as done,
        {{ exact_sum("coalesce(projects.annual_planned_investment, 0)") }} as planned
    from {{ ref('int_town_periods') }} as town_periods
    inner join {{ ref('fct_project_month') }} as projects
        on town_periods.town_code = projects.town_code and town_periods.period = projects.period
    where {{ is_rebuilt('town_periods.period') }}
    group by town_periods.county_code, town_periods.period
),

reporting as (
    select
        county_code,
        period,
        100.0 * sum(case when is_on_time then 1 else 0 end) / count(*) as reporting
    from {{ ref('int_expected_reports') }}
    group by county_code, period
),

weights as (
    {{ county_weights() }}
),

measured as (
    select
        town_means.county_code,
        town_means.period,
        periods.standard_version,
        town_means.town_mean,
        town_means.towns,
        town_means.towns_reporting,
        case
            when investment.done is null then 0.0
            when investment.planned > 0 then {{ score_by_target(
                '100.0 * investment.done / investment.planned',
                standard_parameter('county_investment_target', 'periods.standard_version') ~ ' * periods.share_of_year'
            ) }}
        end as investment_progress,
        reporting.reporting,
        weights.town_weight,
        weights.progress_weight,
        weights.reporting_weight
    from town_means
    inner join periods
        on town_means.period = periods.period
    inner join reporting
        on town_means.county_code = reporting.county_code and town_means.period = reporting.period
    inner join weights
        on periods.standard_version = weights.standard_version
    left join investment
        on town_means.county_code = investment.county_code and town_means.period = investment.period
),

weighted as (
    select
        *,
        {{ county_score('town_mean') }} as score
    from measured
),

ranked as (
    select
        county_code,
        period,
        cast(town_mean as double) as town_mean,
        cast(investment_progress as double) as investment_progress,
        cast(reporting as double) as reporting,
        cast(score as double) as score,
        cast(rank() over (
            partition by period order by {{ tie_key('weighted.score', 'weighted.standard_version') }} desc
        ) as integer) as rank,
        cast(towns as integer) as towns,
        cast(towns_reporting as integer) as towns_reporting,
        standard_version
    from weighted
),

shown as (
    {{ with_decisions(
        'ranked', ['county_code', 'period'],
        'ranked.county_code = reached.county_code and ranked.period = reached.period'
    ) }}
)

select * from shown
