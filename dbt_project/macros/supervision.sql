{#- How many whole towns a share of a group comes to, rounded up: a tenth of eleven are two. -#}
{%- macro whole_towns(peers, share) -%}
    ceil(round({{ peers }} * {{ share }}, 9))
{%- endmacro -%}

{#- The condition of a rule with its limits written out; shares as percent. -#}
{%- macro with_limits(template) -%}
    {%- set limits = {
        'meets_at': 'rules.meets_at', 'released_at': 'rules.released_at', 'meets_percent': '100 * rules.meets_at',
        'released_percent': '100 * rules.released_at', 'gain': 'settings.gain',
    } -%}
    {%- set ns = namespace(text=template) -%}
    {%- for place, limit in limits.items() -%}
        {%- set ns.text = "replace(" ~ ns.text ~ ", '{" ~ place ~ "}', " ~ plain_number(limit) ~ ")" -%}
    {%- endfor -%}
    {{ ns.text }}
{%- endmacro -%}
