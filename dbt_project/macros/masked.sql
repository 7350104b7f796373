{#-
    Free text without identity numbers (18 or 15 digits) and mobile numbers (11 digits from 13 to 19, also
    grouped and in full-width digits). Each pattern keeps the sign before and behind; every pattern runs
    twice because neighbours share that sign.
-#}
{%- macro masked(expression) -%}
    {%- set digit, other, gap = '[0-9０-９]', '[^0-9０-９]', '[ -]?' -%}
    {%- set patterns = [
        digit ~ '{17}[0-9０-９XxＸｘ]',
        digit ~ '{15}',
        '[1１][3-9３-９]' ~ digit ~ gap ~ digit ~ '{4}' ~ gap ~ digit ~ '{4}',
    ] -%}
    {%- set ns = namespace(text=expression) -%}
    {%- for pattern in patterns + patterns -%}
        {%- set ns.text = replaced_between(
            ns.text, "'(^|" ~ other ~ ")" ~ pattern ~ "(" ~ other ~ "|$)'", "'******'"
        ) -%}
    {%- endfor -%}
    {{ ns.text }}
{%- endmacro -%}
