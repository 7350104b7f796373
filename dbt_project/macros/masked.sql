{#-
    Free text without identity, card and phone numbers. What they are stands once, in the project's variable
    `personal_data`, for reading and for the warehouse. Every pattern runs twice because neighbours share
    the sign between them.
-#}
{%- macro masked(expression) -%}
    {%- set patterns = var('personal_data')['patterns'] -%}
    {%- set ns = namespace(text=expression) -%}
    {%- for turn in (1, 2) -%}
        {%- for kind in patterns -%}
            {%- set ns.text = replaced_between(ns.text, personal_pattern(patterns[kind]), "'******'") -%}
        {%- endfor -%}
    {%- endfor -%}
    case
        when {{ matches(expression, personal_pattern(var('personal_data')['candidate'])) }} then {{ ns.text }}
        else {{ expression }}
    end
{%- endmacro -%}

{#- A pattern in quotes, with the named parts in it written out. -#}
{%- macro personal_pattern(template) -%}
    {%- set parts = var('personal_data')['parts'] -%}
    {%- set ns = namespace(pattern=template) -%}
    {%- for name in parts -%}
        {%- set ns.pattern = ns.pattern | replace('<' ~ name ~ '>', parts[name]) -%}
    {%- endfor -%}
    '{{ ns.pattern }}'
{%- endmacro -%}
