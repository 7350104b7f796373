with rows_there as (
    select
        town_code,
        period,
        standard_version,
        count(*) as indicators
    from {{ ref('fct_indicator_month') }}
    group by town_code, period, standard_version
),

rows_due as (
    select
        standard_version,
        count(*) as indicators
    from {{ ref('dim_indicator') }}
    group by standard_version
)

select
    rows_there.town_code,
    rows_there.period,
    rows_there.indicators
from rows_there
left join rows_due
    on rows_there.standard_version = rows_due.standard_version
left join {{ ref('fct_town_score_month') }} as scores
    on rows_there.town_code = scores.town_code and rows_there.period = scores.period
where
    rows_there.indicators <> coalesce(rows_due.indicators, 0)
    or scores.town_code is null
