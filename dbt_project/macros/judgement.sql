{#- A number of seeds/findings/judgement_limits.csv. -#}
{%- macro judgement_limit(name) -%}
    (select limits.value from {{ ref('judgement_limits') }} as limits where limits.parameter = '{{ name }}')
{%- endmacro -%}

{#- What tells one series of monthly records from another within a year. -#}
{%- macro series_of(prefix='') -%}
    {{ hashed([
        prefix ~ 'county_code', prefix ~ 'ledger', prefix ~ 'town_code', prefix ~ 'record_key',
        'substr(' ~ prefix ~ 'period, 1, 4)'
    ]) }}
{%- endmacro -%}

{#- A template of seeds/findings/finding_codes.csv filled with the facts of a rule. -#}
{%- macro worded(template, facts) -%}
    {%- set places = {
        'label': 'label', 'ledger': 'label', 'town': 'town', 'towns': 'town', 'previous': 'previous',
        'value': 'value', 'ratio': 'value', 'difference': 'difference',
    } -%}
    {%- set ns = namespace(text=template) -%}
    {%- for place, fact in places.items() -%}
        {%- set ns.text = "replace(" ~ ns.text ~ ", '{" ~ place ~ "}', " ~ facts ~ "." ~ fact ~ ")" -%}
    {%- endfor -%}
    {{ ns.text }}
{%- endmacro -%}
