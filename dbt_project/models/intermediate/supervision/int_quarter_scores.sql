-- A town's score of a quarter (its last month with one), its place from below among its peers, and the score
-- of the quarter before; of the towns that there are at the quarter's end.
with scores as (
    select
        scores.*,
        towns.county_code as home_county_code,
        quarters.quarter,
        quarters.quarter_number,
        row_number() over (
            partition by scores.town_code, quarters.quarter order by scores.period desc
        ) as recency
    from {{ ref('fct_town_score_month') }} as scores
    inner join {{ ref('int_quarters') }} as quarters
        on scores.period >= quarters.first_period and scores.period <= quarters.last_period
    inner join {{ ref('int_quarter_towns') }} as towns
        on scores.town_code = towns.town_code and quarters.quarter = towns.quarter
),

of_quarter as (
    select
        *,
        {{ tie_key('scores.score', 'scores.standard_version') }} as tie_key
    from scores
    where recency = 1
),

placed as (
    select
        of_quarter.home_county_code as county_code,
        of_quarter.town_code,
        of_quarter.quarter,
        of_quarter.standard_version,
        of_quarter.period,
        of_quarter.peer_group,
        of_quarter.score,
        before.score as score_before,
        of_quarter.tie_key <= before.tie_key as is_not_above_before,
        {{ without_noise('of_quarter.score - before.score') }} as gain,
        rank() over (
            partition by of_quarter.quarter, of_quarter.peer_group order by of_quarter.tie_key
        ) as place_from_below,
        count(*) over (partition by of_quarter.quarter, of_quarter.peer_group) as peers,
        rank() over (
            partition by of_quarter.quarter, of_quarter.home_county_code order by of_quarter.tie_key desc
        ) as rank_county,
        count(*) over (partition by of_quarter.quarter, of_quarter.home_county_code) as towns_scored
    from of_quarter
    left join of_quarter as before
        on of_quarter.town_code = before.town_code and of_quarter.quarter_number = before.quarter_number + 1
)

select * from placed
