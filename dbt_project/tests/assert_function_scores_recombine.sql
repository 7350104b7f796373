with recombined as (
    select
        town_code,
        period,
        sum(weight * score) / sum(weight) as score,
        sum(weight) as weight
    from {{ ref('fct_function_score_month') }}
    group by town_code, period
)

select
    totals.town_code,
    totals.period,
    totals.score,
    recombined.score as recombined_score
from {{ ref('fct_town_score_month') }} as totals
full outer join recombined
    on totals.town_code = recombined.town_code and totals.period = recombined.period
where
    not coalesce(
        abs(totals.score - recombined.score) <= 1e-9 and abs(totals.weight - recombined.weight) <= 1e-9,
        false
    )
