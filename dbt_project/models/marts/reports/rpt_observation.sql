-- What the counties recommend each quarter, beside what the figures say of the same towns.
with reported as (
    select * from {{ ref('fct_ledger_value') }}
    where ledger = 'recommendations'
),

recommended as (
    select
        county_code,
        period,
        record_key as quarter,
        max(case when field = 'better_town' then value_text end) as better_town,
        max(case when field = 'better_reason' then value_text end) as better_reason,
        max(case when field = 'poorer_town' then value_text end) as poorer_town,
        max(case when field = 'poorer_reason' then value_text end) as poorer_reason
    from reported
    group by county_code, period, record_key
),

sides as (
    select
        county_code,
        period,
        quarter,
        'better' as recommendation,
        '较好' as recommendation_name,
        better_town as town_code,
        better_reason as reason
    from recommended
    union all
    select
        county_code,
        period,
        quarter,
        'poorer' as recommendation,
        '较差' as recommendation_name,
        poorer_town as town_code,
        poorer_reason as reason
    from recommended
),

scored as (
    select
        *,
        count(*) over (partition by county_code, period) as towns_scored
    from {{ ref('fct_town_score_month') }}
),

compared as (
    select
        sides.county_code,
        towns.county_name,
        sides.quarter,
        sides.period,
        sides.recommendation,
        sides.recommendation_name,
        sides.town_code,
        towns.town_name,
        coalesce(sides.reason, '') as reason,
        scored.score,
        scored.rank_county,
        scored.rank_city,
        cast(scored.towns_scored as integer) as towns_scored,
        case sides.recommendation
            when 'better' then scored.rank_county <= ceil(scored.towns_scored / 2.0)
            else scored.rank_county > floor(scored.towns_scored / 2.0)
        end as agrees_with_score
    from sides
    inner join {{ ref('dim_town') }} as towns
        on sides.town_code = towns.town_code
    left join scored
        on sides.town_code = scored.town_code and sides.period = scored.period
)

select * from compared
