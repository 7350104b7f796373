{#-
    A sum of numbers that is the same whatever order an engine adds them in. Floating-point addition is not:
    with several threads the last digits of a score would change from run to run. Twelve decimals are a
    thousand times finer than the nine to which scores tie. `window` makes it a sum over a window.
-#}
{%- macro exact_sum(expression, window='') -%}
    cast(sum(cast({{ expression }} as decimal(38, 12))){{ ' over (' ~ window ~ ')' if window }} as double)
{%- endmacro -%}

{#- A number without what arithmetic on doubles leaves in its last digits; far finer than any limit. -#}
{%- macro without_noise(expression) -%}
    round({{ expression }}, 9)
{%- endmacro -%}

{#- The value below which a share of a group lies, between neighbours by proportion. -#}
{%- macro quantile(expression, share) -%}
    {{ return(adapter.dispatch('quantile', 'townledger')(expression, share)) }}
{%- endmacro -%}

{%- macro default__quantile(expression, share) -%}
    quantile_cont({{ expression }}, {{ share }})
{%- endmacro -%}

{%- macro spark__quantile(expression, share) -%}
    percentile({{ expression }}, {{ share }})
{%- endmacro -%}

{#- Whole numbers from 1 to a last one, as a column of a select list. -#}
{%- macro numbers_to(last) -%}
    {{ return(adapter.dispatch('numbers_to', 'townledger')(last)) }}
{%- endmacro -%}

{%- macro default__numbers_to(last) -%}
    unnest(range(1, cast({{ last }} as bigint) + 1))
{%- endmacro -%}

{%- macro spark__numbers_to(last) -%}
    explode(sequence(1, cast({{ last }} as bigint)))
{%- endmacro -%}

{#- A number from 0 up to 1, evenly spread, that derives from texts alone: every engine draws the same. -#}
{%- macro drawn_share(expressions) -%}
    {{ return(adapter.dispatch('drawn_share', 'townledger')(expressions)) }}
{%- endmacro -%}

{%- macro default__drawn_share(expressions) -%}
    cast(concat('0x', substr({{ hashed(expressions) }}, 1, 8)) as bigint) / 4294967296.0
{%- endmacro -%}

{%- macro spark__drawn_share(expressions) -%}
    cast(conv(substr({{ hashed(expressions) }}, 1, 8), 16, 10) as bigint) / 4294967296.0
{%- endmacro -%}
