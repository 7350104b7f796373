{{ config(materialized='incremental') }}
-- Mean scores of the towns that have one, in total and by function: of the city, each county, each kind of
-- town and all key towns together. (A county's score counts a town that did not report as 0.)
{%- set groups = {
    'city': ("''", "'全市'", '全市', '0', 'true'),
    'county': ('county_code', 'county_name', '县区', '0', 'true'),
    'tier': ('peer_group', 'peer_group_name', '镇类别', 'tier', 'true'),
    'key_towns': ("''", "'重点镇'", '重点镇', '0', 'is_key_town'),
} %}
with towns as (
    select
        standing.*,
        designations.tier
    from {{ ref('int_town_standing') }} as standing
    inner join {{ ref('designations') }} as designations
        on standing.peer_group = designations.designation
    where {{ is_rebuilt('standing.period') }}
),

scores as (
    select
        town_code,
        period,
        '' as function,
        score
    from {{ ref('fct_town_score_month') }}
    union all
    select
        town_code,
        period,
        function,
        score
    from {{ ref('fct_function_score_month') }}
),

scored as (
    select distinct
        period,
        function
    from scores
),

measured as (
    select
        towns.*,
        scored.function,
        scores.score
    from towns
    inner join scored
        on towns.period = scored.period
    left join scores
        on
            towns.town_code = scores.town_code
            and towns.period = scores.period
            and scored.function = scores.function
),

grouped as (
    {% for group, (code, name, label, position, condition) in groups.items() %}
        select
            '{{ group }}' as grouped_by,
            '{{ label }}' as grouped_by_name,
            {{ code }} as group_code,
            {{ name }} as group_name,
            {{ position }} as group_position,
            measured.period,
            measured.town_code,
            measured.is_key_town,
            measured.function,
            measured.score
        from measured
        where {{ condition }}
        {% if not loop.last %}
            union all
        {% endif %}
    {% endfor %}
),

summed as (
    select
        period,
        grouped_by,
        grouped_by_name,
        group_code,
        group_name,
        cast(group_position as integer) as group_position,
        function,
        min(case when is_key_town then 1 else 0 end) = 1 as is_key_town_group,
        cast(count(*) as integer) as towns,
        cast(count(score) as integer) as towns_scored,
        cast({{ exact_sum('score') }} / nullif(count(score), 0) as double) as mean_score,
        cast({{ quantile('score', 0.1) }} as double) as score_p10,
        cast({{ quantile('score', 0.9) }} as double) as score_p90,
        cast(min(score) as double) as lowest_score,
        cast(max(score) as double) as highest_score
    from grouped
    group by period, grouped_by, grouped_by_name, group_code, group_name, group_position, function
),

named as (
    select
        summed.period,
        summed.grouped_by,
        summed.grouped_by_name,
        summed.group_code,
        summed.group_name,
        summed.group_position,
        summed.is_key_town_group,
        '四、五(一)' as clause,
        summed.function,
        coalesce(functions.name_zh, '总分') as function_name,
        cast(coalesce(functions.position, 0) as integer) as function_position,
        summed.towns,
        summed.towns_scored,
        summed.mean_score,
        summed.score_p10,
        summed.score_p90,
        summed.lowest_score,
        summed.highest_score
    from summed
    left join {{ ref('functions') }} as functions
        on summed.function = functions.function
),

shown as (
    {{ with_decisions(
        'named', ['period', 'grouped_by', 'group_code', 'function'],
        "grouped.town_code = reached.town_code and grouped.period = reached.period"
        " and grouped.function in ('', reached.function)",
        'int_indicator_decisions', of='grouped'
    ) }}
)

select * from shown
