with counties as (
    select
        period,
        sum(town_mean * towns) as total,
        sum(towns) as towns
    from {{ ref('fct_county_score_month') }}
    group by period
),

scored as (
    select
        period,
        sum(score) as total
    from {{ ref('fct_town_score_month') }}
    group by period
),

everybody as (
    select
        periods.period,
        count(*) as towns
    from {{ ref('int_periods') }} as periods
    inner join {{ ref('dim_town_history') }} as towns
        on {{ holds_on('periods.last_day', 'towns.valid_from', 'towns.valid_to') }}
    group by periods.period
)

select
    counties.period,
    counties.total,
    scored.total as town_total
from counties
inner join everybody
    on counties.period = everybody.period
left join scored
    on counties.period = scored.period
where
    abs(counties.total - coalesce(scored.total, 0)) > 1e-6
    or counties.towns <> everybody.towns
