-- The score that stands for a town's year by the end of a quarter: that of the year's last month with one; of
-- the towns that there are at the quarter's end.
with quarters as (
    select
        *,
        max(quarter_number) over (partition by year) = quarter_number as is_last_of_year
    from {{ ref('int_quarters') }}
),

scores as (
    select
        scores.*,
        quarters.quarter,
        quarters.year,
        quarters.is_last_of_year,
        row_number() over (
            partition by scores.town_code, quarters.quarter order by scores.period desc
        ) as recency
    from {{ ref('fct_town_score_month') }} as scores
    inner join quarters
        on substr(scores.period, 1, 4) = quarters.year and scores.period <= quarters.last_period
    inner join {{ ref('int_quarter_towns') }} as towns
        on scores.town_code = towns.town_code and quarters.quarter = towns.quarter
),

of_year as (
    select
        county_code,
        town_code,
        quarter,
        year,
        is_last_of_year,
        period,
        standard_version,
        peer_group,
        score,
        cast(rank() over (
            partition by quarter order by {{ tie_key('scores.score', 'scores.standard_version') }} desc
        ) as integer) as rank_city,
        cast(rank() over (
            partition by quarter, peer_group
            order by {{ tie_key('scores.score', 'scores.standard_version') }} desc
        ) as integer) as rank_peer,
        cast(count(*) over (partition by quarter, peer_group) as integer) as peers
    from scores
    where recency = 1
)

select * from of_year
