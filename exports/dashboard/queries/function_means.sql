-- Means of function scores over the towns of the city, of each county and of each peer group.
select
    functions.period,
    functions.function,
    coalesce(towns.county_code, '') as county_code,
    coalesce(towns.peer_group, '') as peer_group,
    avg(functions.score) as score
from fct_function_score_month as functions
inner join fct_town_score_month as towns
    on functions.town_code = towns.town_code and functions.period = towns.period
group by grouping sets (
    (functions.period, functions.function),
    (functions.period, functions.function, towns.county_code),
    (functions.period, functions.function, towns.peer_group)
)
order by all
