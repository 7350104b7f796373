-- What is no longer as it was released, figure by figure, and why: the bulletin of a released quarter stays
-- as it is, and what has come to be known since stands here.
{%- set kinds = {
    'indicator': '指标', 'function': '功能', 'town': '镇总分', 'county': '县区得分', 'supervision': '督帮名单',
    'evaluation': '重点镇评价',
} %}
{%- set measures = {
    'value': '指标值', 'score': '得分', 'status': '状态', 'rank_city': '全市位次', 'rank_county': '县内位次',
    'rank_peer': '同类位次', 'town_mean': '各镇平均分', 'investment_progress': '投资进度', 'reporting': '报送情况',
    'rank': '位次', 'figure': '数值', 'grade': '等次', 'targets_met': '达到的方案目标数',
    'targets_missed': '未达到的方案目标数', 'invested_this_year': '本年已完成投资',
} %}
{%- set shown = 20 %}
with figures as (
    select * from {{ ref('int_amended_figures') }}
),

bases as (
    select
        links.figure_id,
        bases.*,
        row_number() over (
            partition by links.figure_id, bases.cause order by bases.said, bases.place, bases.basis_id
        ) as turn
    from {{ ref('int_amendment_links') }} as links
    inner join {{ ref('int_amendment_bases') }} as bases
        on links.basis_id = bases.basis_id
),

described as (
    select
        figure_id,
        cause,
        concat(
            {{ joined_text("case when turn <= " ~ shown ~ " then said end", "'；'", "turn") }},
            case
                when count(*) > {{ shown }} then concat('；等', cast(count(*) as varchar), '处') else ''
            end
        ) as proof,
        coalesce({{ joined_text(
            "case when turn <= " ~ shown ~ " then nullif(place, '') end", "'；'", "turn"
        ) }}, '') as cells
    from bases
    group by figure_id, cause
),

{% for name, column in {
    'then': 'submission_released', 'now': 'submissions_now', 'decided': 'decisions',
}.items() %}
    distinct_{{ name }} as (
        select distinct
            figure_id,
            cause,
            {{ column }} as identity
        from bases
        where {{ column }} <> ''
    ),

    joined_{{ name }} as (
        select
            figure_id,
            cause,
            {{ joined_text("identity", "'、'", "identity") }} as identities
        from distinct_{{ name }}
        group by figure_id, cause
    ),

{% endfor %}
own as (
    select
        described.figure_id,
        described.cause,
        false as is_by_others,
        described.proof,
        coalesce(joined_then.identities, '') as submissions_released,
        coalesce(joined_now.identities, '') as submissions_now,
        coalesce(joined_decided.identities, '') as decision_ids,
        described.cells
    from
        described
    {%- for name in ('then', 'now', 'decided') %}
    left join joined_{{ name }}
        on described.figure_id = joined_{{ name }}.figure_id and described.cause = joined_{{ name }}.cause
    {%- endfor %}
),

others as (
    select
        others.figure_id,
        others.cause,
        coalesce(towns.town_name, counties.county_name, others.other) as other_name,
        others.other
    from {{ ref('int_amendment_others') }} as others
    left join {{ ref('dim_town') }} as towns
        on others.kind <> 'county' and others.other = towns.town_code
    left join {{ ref('dim_county') }} as counties
        on others.kind = 'county' and others.other = counties.county_code
),

by_others as (
    select
        figure_id,
        cause,
        true as is_by_others,
        concat('因其他单位得分或类别变化而变动：', {{ joined_text("other_name", "'、'", "other") }}) as proof,
        '' as submissions_released,
        '' as submissions_now,
        '' as decision_ids,
        '' as cells
    from others
    group by figure_id, cause
),

explained as (
    select * from own
    union all
    select * from by_others
),

caused as (
    select
        figures.*,
        coalesce(explained.cause, 'computation') as cause,
        coalesce(explained.is_by_others, false) as is_by_others,
        coalesce(explained.proof, '数据、标准和类别均与发布时相同，计算程序不同') as proof,
        coalesce(explained.submissions_released, '') as submissions_released,
        coalesce(explained.submissions_now, '') as submissions_now,
        coalesce(explained.decision_ids, '') as decision_ids,
        coalesce(explained.cells, '') as cells
    from figures
    left join explained
        on figures.figure_id = explained.figure_id
),

-- A town is named as it was in the quarter; one that the quarter has no more, as it is.
towns as (
    select
        quarters.released_quarter,
        towns.town_code,
        coalesce(of_quarter.town_name, towns.town_name) as town_name,
        coalesce(of_quarter.county_code, towns.county_code) as county_code
    from {{ ref('int_released_quarters') }} as quarters
    cross join {{ ref('dim_town') }} as towns
    left join {{ ref('int_quarter_towns') }} as of_quarter
        on quarters.released_quarter = of_quarter.quarter and towns.town_code = of_quarter.town_code
),

indicators as (
    select
        indicator,
        max(name_zh) as name_zh
    from {{ ref('dim_indicator') }}
    group by indicator
),

rules as (
    select
        rule,
        max(name_zh) as name_zh
    from {{ ref('supervision_rules') }}
    group by rule
),

named as (
    select
        caused.released_quarter,
        quarters.as_of as released_as_of,
        quarters.released_at,
        '五(一)、五(四)' as clause,
        caused.kind as figure_kind,
        case caused.kind
            {%- for kind, name in kinds.items() %}
                when '{{ kind }}' then '{{ name }}'
            {%- endfor %}
        end as figure_kind_name,
        coalesce(towns.county_code, caused.county_code) as county_code,
        coalesce(counties.county_name, '') as county_name,
        caused.town_code,
        coalesce(towns.town_name, '') as town_name,
        caused.period,
        caused.item,
        coalesce(indicators.name_zh, functions.name_zh, rules.name_zh, '') as item_name,
        caused.measure,
        case caused.measure
            {%- for measure, name in measures.items() %}
                when '{{ measure }}' then '{{ name }}'
            {%- endfor %}
        end as measure_name,
        caused.number_released,
        caused.number_now,
        cast(caused.number_now - caused.number_released as double) as difference,
        caused.text_released,
        caused.text_now,
        caused.cause,
        case caused.cause
            when 'data' then '数据变化'
            when 'standard' then '标准变化'
            when 'membership' then '类别或隶属变化'
            else '计算程序变化'
        end as cause_name,
        caused.is_by_others,
        caused.proof,
        caused.submissions_released,
        caused.submissions_now,
        caused.decision_ids,
        caused.cells
    from caused
    inner join {{ ref('int_released_quarters') }} as quarters
        on caused.released_quarter = quarters.released_quarter
    left join towns
        on caused.town_code = towns.town_code and caused.released_quarter = towns.released_quarter
    left join {{ ref('dim_county') }} as counties
        on coalesce(towns.county_code, caused.county_code) = counties.county_code
    left join indicators
        on caused.kind = 'indicator' and caused.item = indicators.indicator
    left join {{ ref('functions') }} as functions
        on caused.kind = 'function' and caused.item = functions.function
    left join rules
        on caused.kind = 'supervision' and caused.item = rules.rule
)

select * from named
