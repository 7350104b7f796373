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
    select count(*) as towns from {{ ref('dim_town') }}
)

select
    counties.period,
    counties.total,
    scored.total as town_total
from counties
cross join everybody
left join scored
    on counties.period = scored.period
where
    abs(counties.total - coalesce(scored.total, 0)) > 1e-6
    or counties.towns <> everybody.towns
