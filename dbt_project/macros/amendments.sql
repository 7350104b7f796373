{#-
    Every figure that a bulletin states, one row each, of the tables as released or as they are now: kind, county_code
    (of a county's figure, else ''), town_code (of a town's), item (indicator, function or rule), period (a quarter
    for what is said of one), measure, and number or text. What is a figure stands here, once for both sides.
-#}
{%- macro stated_figures(is_released) -%}
    {%- set kinds = [
        {'kind': 'indicator', 'released': 'stg_released_indicators', 'present': 'fct_indicator_month', 'county': "''",
         'town': 'town_code', 'item': 'indicator', 'period': 'period', 'numbers': ['value', 'score'], 'texts': ['status']},
        {'kind': 'function', 'released': 'stg_released_functions', 'present': 'fct_function_score_month', 'county': "''",
         'town': 'town_code', 'item': 'function', 'period': 'period', 'numbers': ['score'], 'texts': []},
        {'kind': 'town', 'released': 'stg_released_towns', 'present': 'fct_town_score_month', 'county': "''",
         'town': 'town_code', 'item': "''", 'period': 'period',
         'numbers': ['score', 'rank_city', 'rank_county', 'rank_peer'], 'texts': []},
        {'kind': 'county', 'released': 'stg_released_counties', 'present': 'fct_county_score_month',
         'county': 'county_code', 'town': "''", 'item': "''", 'period': 'period',
         'numbers': ['town_mean', 'investment_progress', 'reporting', 'score', 'rank'], 'texts': []},
        {'kind': 'supervision', 'released': 'stg_released_supervision', 'present': 'rpt_supervision',
         'county': "case level when 'county' then county_code else '' end", 'town': 'town_code', 'item': 'rule',
         'period': 'quarter', 'numbers': ['figure'], 'texts': ['status']},
        {'kind': 'evaluation', 'released': 'stg_released_evaluations', 'present': 'fct_key_town_quarter', 'county': "''",
         'town': 'town_code', 'item': "''", 'period': 'quarter',
         'numbers': ['score', 'rank_peer', 'rank_city', 'targets_met', 'targets_missed', 'invested_this_year'],
         'texts': ['grade']},
    ] -%}
    {%- set ns = namespace(parts=[]) -%}
    {%- for of in kinds -%}
        {%- for measure in of.numbers + of.texts -%}
            {%- set ns.parts = ns.parts + [stated_figure(of, measure, is_released)] -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ ns.parts | join(' union all ') }}
{%- endmacro -%}

{#- One measure of one kind of figure. -#}
{%- macro stated_figure(of, measure, is_released) -%}
    {%- set quarter = quarter_of('period') if of.period == 'period' else 'quarter' -%}
    select
        {{ 'released_quarter' if is_released else quarter ~ ' as released_quarter' }},
        '{{ of.kind }}' as kind,
        {{ of.county }} as county_code,
        {{ of.town }} as town_code,
        {{ of.item }} as item,
        {{ of.period }} as period,
        '{{ measure }}' as measure,
        {{ 'cast(' ~ measure ~ ' as double)' if measure in of.numbers else 'cast(null as double)' }} as number,
        {{ measure if measure in of.texts else 'cast(null as varchar)' }} as text
    from {{ ref(of.released if is_released else of.present) }}
    {% if is_released %}where {{ quarter }} = released_quarter{% endif %}
{%- endmacro -%}
