-- The plan's own targets on every key town, by the end of each quarter: met, missed, and missed by how much,
-- with the cells.
with scores as (
    select * from {{ ref('int_year_scores') }}
),

results as (
    select
        results.*,
        indicators.name_zh,
        indicators.target,
        indicators.method,
        indicators.clause
    from {{ ref('fct_indicator_month') }} as results
    inner join {{ ref('dim_indicator') }} as indicators
        on results.indicator = indicators.indicator and results.standard_version = indicators.standard_version
    where indicators.set_by = 'plan'
),

judged as (
    select
        scores.county_code,
        scores.town_code,
        scores.quarter,
        scores.year,
        scores.is_last_of_year,
        scores.period,
        scores.peer_group,
        scores.standard_version,
        results.indicator,
        results.name_zh,
        results.clause,
        results.value,
        results.value_text,
        results.target,
        results.score,
        results.decision_ids,
        case
            when results.status in ('not_applicable', 'not_due') then results.status
            when {{ without_noise('results.score') }} >= 100 then 'met'
            when results.status = 'missing' then 'not_reported'
            else 'missed'
        end as outcome,
        results.status in ('ok', 'missing')
        and {{ without_noise('coalesce(results.score, 0)') }} < 100.0 * (
            1 - {{ standard_parameter('plan_target_tolerance', 'results.standard_version') }}
        ) as is_missed_by_more_than_tolerated
    from scores
    inner join results
        on scores.town_code = results.town_code and scores.period = results.period
    inner join {{ ref('designations') }} as designations
        on scores.peer_group = designations.designation
    where designations.is_key_town
),

named as (
    select
        towns.county_code,
        towns.county_name,
        judged.town_code,
        towns.town_name,
        judged.quarter,
        judged.year,
        judged.is_last_of_year,
        judged.period,
        judged.peer_group,
        judged.indicator,
        judged.name_zh as indicator_name,
        judged.clause,
        judged.value,
        judged.value_text,
        judged.target,
        judged.score,
        judged.outcome,
        case judged.outcome
            when 'met' then '达到'
            when 'missed' then '未达到'
            when 'not_reported' then '未填报'
            when 'not_due' then '未到期'
            else '不适用'
        end as outcome_name,
        judged.is_missed_by_more_than_tolerated,
        coalesce(sources.source_files, '') as source_files,
        coalesce(sources.cells, '') as cells,
        judged.decision_ids
    from judged
    inner join {{ ref('int_quarter_towns') }} as towns
        on judged.town_code = towns.town_code and judged.quarter = towns.quarter
    left join {{ ref('int_indicator_places') }} as sources
        on
            judged.town_code = sources.town_code
            and judged.period = sources.period
            and judged.indicator = sources.indicator
)

select * from named
