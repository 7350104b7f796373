-- The score that stands for a town's year: that of the year's last month with one.
with scores as (
    select
        *,
        substr(period, 1, 4) as year,
        row_number() over (partition by town_code, substr(period, 1, 4) order by period desc) as recency
    from {{ ref('fct_town_score_month') }}
),

of_year as (
    select
        county_code,
        town_code,
        year,
        period,
        standard_version,
        peer_group,
        score,
        cast(rank() over (
            partition by year order by {{ tie_key('scores.score', 'scores.standard_version') }} desc
        ) as integer) as rank_city,
        cast(rank() over (
            partition by year, peer_group
            order by {{ tie_key('scores.score', 'scores.standard_version') }} desc
        ) as integer) as rank_peer,
        cast(count(*) over (partition by year, peer_group) as integer) as peers
    from scores
    where recency = 1
)

select * from of_year
