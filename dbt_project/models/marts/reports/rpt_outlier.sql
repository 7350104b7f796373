{{ config(materialized='incremental', incremental_strategy='by_later_period') }}
-- Figures far from those of the town's peers, or from its own months before, by the modified Z-score: the
-- median is not moved by what lies apart. Where more than half are equal, no distance can be told.
with compared as (
    select * from {{ ref('int_outlier_figures') }}
    where {{ is_rebuilt_or_later('period') }}
),

middles as (
    select
        basis,
        town_code,
        period,
        indicator,
        standard_version,
        max(figure) as figure,
        {{ quantile('other', 0.5) }} as median,
        count(*) as others
    from compared
    group by basis, town_code, period, indicator, standard_version
),

spreads as (
    select
        middles.basis,
        middles.town_code,
        middles.period,
        middles.indicator,
        {{ quantile('abs(compared.other - middles.median)', 0.5) }} as median_deviation
    from middles
    inner join compared
        on
            middles.basis = compared.basis
            and middles.town_code = compared.town_code
            and middles.period = compared.period
            and middles.indicator = compared.indicator
    group by middles.basis, middles.town_code, middles.period, middles.indicator
),

-- 0.6745 makes the median deviation comparable with a standard deviation.
rated as (
    select
        middles.*,
        0.6745 * (middles.figure - middles.median) / spreads.median_deviation as modified_z
    from middles
    inner join spreads
        on
            middles.basis = spreads.basis
            and middles.town_code = spreads.town_code
            and middles.period = spreads.period
            and middles.indicator = spreads.indicator
    where spreads.median_deviation > 1e-9 and middles.others >= {{ judgement_limit('outlier_least') }}
),

named as (
    select
        towns.county_code,
        towns.county_name,
        rated.town_code,
        towns.town_name,
        rated.period,
        rated.indicator,
        indicators.name_zh as indicator_name,
        indicators.clause,
        rated.basis,
        case rated.basis when 'peer_group' then '与同类镇相比' else '与本镇往月相比' end as basis_name,
        results.value,
        cast(rated.figure as double) as figure,
        cast(rated.median as double) as median,
        cast(rated.others as integer) as compared_figures,
        cast(rated.modified_z as double) as modified_z,
        coalesce(places.source_files, '') as source_files,
        coalesce(places.cells, '') as cells,
        results.decision_ids
    from rated
    inner join {{ ref('int_town_periods') }} as towns
        on rated.town_code = towns.town_code and rated.period = towns.period
    inner join {{ ref('dim_indicator') }} as indicators
        on rated.indicator = indicators.indicator and rated.standard_version = indicators.standard_version
    inner join {{ ref('fct_indicator_month') }} as results
        on
            rated.town_code = results.town_code
            and rated.period = results.period
            and rated.indicator = results.indicator
    left join {{ ref('int_indicator_places') }} as places
        on
            rated.town_code = places.town_code
            and rated.period = places.period
            and rated.indicator = places.indicator
    where abs(rated.modified_z) > {{ judgement_limit('outlier_score') }}
)

select * from named
