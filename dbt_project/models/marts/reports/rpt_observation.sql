-- What the counties recommend each quarter, beside what the figures say of the same towns.
with quarters as (
    select * from {{ ref('int_quarters') }}
),

reported as (
    select
        *,
        dense_rank() over (partition by county_code, record_key order by period desc) as recency
    from {{ ref('fct_ledger_value') }}
    where ledger = 'recommendations'
),

recommended as (
    select
        county_code,
        record_key as quarter,
        max(case when field = 'better_town' then value_text end) as better_town,
        max(case when field = 'better_reason' then value_text end) as better_reason,
        max(case when field = 'better_town' then source_file end) as better_file,
        max(case when field = 'better_town' then concat(sheet, '!', cell) end) as better_cell,
        max(case when field = 'poorer_town' then value_text end) as poorer_town,
        max(case when field = 'poorer_reason' then value_text end) as poorer_reason,
        max(case when field = 'poorer_town' then source_file end) as poorer_file,
        max(case when field = 'poorer_town' then concat(sheet, '!', cell) end) as poorer_cell
    from reported
    where recency = 1
    group by county_code, record_key
),

due as (
    select
        reports.county_code,
        quarters.quarter,
        quarters.quarter_number
    from {{ ref('int_expected_reports') }} as reports
    inner join quarters
        on reports.period >= quarters.first_period and reports.period <= quarters.last_period
    where reports.ledger = 'recommendations'
),

sides as (
    select
        due.county_code,
        due.quarter,
        due.quarter_number,
        'better' as recommendation,
        '较好' as recommendation_name,
        recommended.better_town as town_code,
        recommended.better_reason as reason,
        recommended.better_file as source_file,
        recommended.better_cell as cell
    from due
    left join recommended
        on due.county_code = recommended.county_code and due.quarter = recommended.quarter
    union all
    select
        due.county_code,
        due.quarter,
        due.quarter_number,
        'poorer' as recommendation,
        '较差' as recommendation_name,
        recommended.poorer_town as town_code,
        recommended.poorer_reason as reason,
        recommended.poorer_file as source_file,
        recommended.poorer_cell as cell
    from due
    left join recommended
        on due.county_code = recommended.county_code and due.quarter = recommended.quarter
),

scores as (
    select
        *,
        row_number() over (partition by quarter, county_code order by rank_county asc, town_code asc)
            as from_top,
        row_number() over (
            partition by quarter, county_code order by rank_county desc, town_code asc
        ) as from_bottom
    from {{ ref('int_quarter_scores') }}
),

ends as (
    select
        scores.quarter,
        scores.county_code,
        max(case when scores.from_top = 1 then towns.town_name end) as first_town_name,
        max(case when scores.from_bottom = 1 then towns.town_name end) as last_town_name
    from scores
    inner join {{ ref('int_quarter_towns') }} as towns
        on scores.town_code = towns.town_code and scores.quarter = towns.quarter
    group by scores.quarter, scores.county_code
),

supervised as (
    select
        town_code,
        quarter,
        {{ joined_text("rule_name", "'、'", "rule") }} as rule_names
    from {{ ref('rpt_supervision') }}
    where level = 'town' and status <> 'released'
    group by town_code, quarter
),

compared as (
    select
        sides.county_code,
        counties.county_name,
        sides.quarter,
        sides.recommendation,
        sides.recommendation_name,
        '五(五)' as clause,
        sides.town_code is not null as is_recommended,
        coalesce(sides.town_code, '') as town_code,
        coalesce(towns.town_name, '') as town_name,
        coalesce(sides.reason, '') as reason,
        coalesce(sides.source_file, '') as source_file,
        coalesce(sides.cell, '') as cell,
        scores.period,
        scores.score,
        cast(scores.score - scores.score_before as double) as score_change,
        cast(scores.rank_county as integer) as rank_county,
        months.rank_city,
        cast(scores.towns_scored as integer) as towns_scored,
        case sides.recommendation
            when 'better' then scores.rank_county <= ceil(scores.towns_scored / 2.0)
            else scores.rank_county > floor(scores.towns_scored / 2.0)
        end as agrees_with_score,
        coalesce(supervised.rule_names, '') as supervision_rules,
        case sides.recommendation
            when 'better' then ends.first_town_name
            else ends.last_town_name
        end as town_by_score
    from sides
    inner join {{ ref('dim_county') }} as counties
        on sides.county_code = counties.county_code
    left join {{ ref('int_quarter_towns') }} as towns
        on sides.town_code = towns.town_code and sides.quarter = towns.quarter
    left join scores
        on sides.town_code = scores.town_code and sides.quarter = scores.quarter
    left join {{ ref('fct_town_score_month') }} as months
        on scores.town_code = months.town_code and scores.period = months.period
    left join ends
        on sides.county_code = ends.county_code and sides.quarter = ends.quarter
    left join supervised
        on sides.town_code = supervised.town_code and sides.quarter = supervised.quarter
),

worded as (
    select
        *,
        case
            when not is_recommended then '未推荐'
            when agrees_with_score is null then '无得分可比'
            when not agrees_with_score and recommendation = 'better' then '不一致：得分居县内后一半'
            when not agrees_with_score then '不一致：得分居县内前一半'
            when recommendation = 'better' and supervision_rules <> '' then '得分相符，但列入督帮'
            else '一致'
        end as verdict
    from compared
),

shown as (
    {{ with_decisions(
        'worded', ['county_code', 'quarter', 'recommendation'],
        "reached.kind <> 'extend' and worded.county_code = reached.county_code"
        " and worded.quarter = " ~ quarter_of('reached.period') ~ " and (reached.ledger = 'recommendations'"
        " or (worded.town_code = reached.town_code and worded.period = reached.period"
        " and reached.ledger in (select ledger from " ~ ref('int_indicator_fields') ~ ")))"
    ) }}
)

select * from shown
