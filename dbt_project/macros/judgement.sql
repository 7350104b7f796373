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

{#- Whether an amount is that of an earlier month times (1) or by (-1) the factor of a wrong unit or more,
    else 0. A year so far grows meanwhile, and quantities go up and down: no slip is exactly the factor. -#}
{%- macro unit_slip(later, earlier, is_money) -%}
    {%- set factor = judgement_limit('unit_slip_factor') -%}
    {%- set tolerance -%}
        case
            when {{ is_money }} then {{ judgement_limit('unit_slip_tolerance') }}
            else {{ judgement_limit('unit_slip_tolerance_quantity') }}
        end
    {%- endset -%}
    case
        when {{ later }} <= 0 or {{ earlier }} <= 0 then 0
        when {{ later }} / {{ earlier }} >= {{ factor }} * (1 - {{ tolerance }}) then 1
        when {{ earlier }} / {{ later }} >= {{ factor }} * (1 - {{ tolerance }}) then -1
        else 0
    end
{%- endmacro -%}

{#- A template of seeds/findings/finding_codes.csv filled with the facts of a rule. -#}
{%- macro worded(template, facts) -%}
    {%- set places = {
        'label': 'label', 'ledger': 'label', 'town': 'town', 'towns': 'town', 'previous': 'previous',
        'value': 'value', 'ratio': 'value', 'sum': 'previous', 'difference': 'difference', 'month': 'month',
        'own_cells': 'own_cells', 'cells': 'cells', 'unit': 'difference',
    } -%}
    {%- set ns = namespace(text=template) -%}
    {%- for place, fact in places.items() -%}
        {%- set ns.text = "replace(" ~ ns.text ~ ", '{" ~ place ~ "}', " ~ facts ~ "." ~ fact ~ ")" -%}
    {%- endfor -%}
    {{ ns.text }}
{%- endmacro -%}
