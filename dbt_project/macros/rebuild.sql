{#-
    What a build makes again. The variable `rebuild` names the periods on which something bears that has changed
    since the last build (`orchestration/changes.py` finds them); where it is null, everything is built.

    A monthly model takes what it needs of its inputs by these macros, and a strategy of the same extent replaces
    exactly those periods, also the ones of which nothing is left.
-#}

{#- Whether a period is built again. -#}
{%- macro is_rebuilt(period) -%}
    {{ is_among(period, 'periods') }}
{%- endmacro -%}

{#- The same for what goes on from month to month: every period from the first rebuilt one on. -#}
{%- macro is_rebuilt_or_later(period) -%}
    {{ is_among(period, 'later') }}
{%- endmacro -%}

{#- Whether a period lies in the year of a rebuilt one: what a month is held against. -#}
{%- macro is_in_rebuilt_year(period) -%}
    {{ is_among('substr(' ~ period ~ ', 1, 4)', 'years') }}
{%- endmacro -%}

{%- macro is_among(expression, extent) -%}
    {%- if var('rebuild') -%}
        {{ expression }} in ('{{ var('rebuild')[extent] | join("', '") }}')
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro -%}

{#- The strategies of monthly models; the former is the project's default. -#}
{%- macro get_incremental_by_period_sql(arguments) -%}
    {{ replaced_periods(arguments, is_rebuilt('period')) }}
{%- endmacro -%}

{%- macro get_incremental_by_later_period_sql(arguments) -%}
    {{ replaced_periods(arguments, is_rebuilt_or_later('period')) }}
{%- endmacro -%}

{%- macro replaced_periods(arguments, is_replaced) -%}
    {%- set columns = get_quoted_csv(arguments['dest_columns'] | map(attribute='name')) -%}
    delete from {{ arguments['target_relation'] }}
    where {{ is_replaced }};

    insert into {{ arguments['target_relation'] }} ({{ columns }})
    select {{ columns }}
    from {{ arguments['temp_relation'] }}
    where {{ is_replaced }}
{%- endmacro -%}
