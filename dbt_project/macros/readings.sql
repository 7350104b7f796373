{#- The version of the reading that counts today for a county and period (var current_readings). -#}
{%- macro current_reading(county_code, period) -%}
    {%- set ns = namespace(text="'" ~ var('current_readings').shipped ~ "'") -%}
    {%- for own in var('current_readings').overridden | reverse -%}
        {%- set of_county = county_code ~ " = '" ~ own.county_code ~ "'" -%}
        {%- set is_own = of_county ~ " and " ~ period ~ " >= '" ~ own.valid_from ~ "'" -%}
        {%- set ns.text = "case when " ~ is_own ~ " then '" ~ own.version ~ "' else " ~ ns.text ~ " end" -%}
    {%- endfor -%}
    {{ ns.text }}
{%- endmacro -%}

{#- A reported value as people read it: the label of a code, else the text, else the number. -#}
{%- macro said_value(reported, labels) -%}
    coalesce(
        {{ labels }}.label_zh, {{ reported }}.value_text, {{ written_number(reported ~ '.value_number') }}
    )
{%- endmacro -%}
