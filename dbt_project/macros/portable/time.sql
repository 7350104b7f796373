{#- Dates and months. A period is text 'YYYY-MM'; its texts sort as its months do. -#}

{#- A value of a type, or null where the text is none. -#}
{%- macro cast_or_null(expression, type) -%}
    {{ return(adapter.dispatch('cast_or_null', 'townledger')(expression, type)) }}
{%- endmacro -%}

{%- macro default__cast_or_null(expression, type) -%}
    try_cast({{ expression }} as {{ type }})
{%- endmacro -%}

{#- The first day of a period; null where the text is no period. -#}
{%- macro first_day(period) -%}
    {{ cast_or_null("concat(" ~ period ~ ", '-01')", 'date') }}
{%- endmacro -%}

{#- The last day of the month of a date. -#}
{%- macro month_end(date) -%}
    last_day({{ date }})
{%- endmacro -%}

{%- macro month_number(period) -%}
    cast(substr({{ period }}, 6, 2) as integer)
{%- endmacro -%}

{#- The day of the month after a date's month, as a date. -#}
{%- macro day_of_next_month(date, day) -%}
    {{ return(adapter.dispatch('day_of_next_month', 'townledger')(date, day)) }}
{%- endmacro -%}

{%- macro default__day_of_next_month(date, day) -%}
    cast(last_day({{ date }}) as date) + cast({{ day }} as integer)
{%- endmacro -%}

{%- macro spark__day_of_next_month(date, day) -%}
    date_add(last_day({{ date }}), {{ day }})
{%- endmacro -%}

{#- The last second of a day: what a bare date means as a deadline. -#}
{%- macro last_second(date) -%}
    cast(concat(cast({{ date }} as varchar), ' 23:59:59') as timestamp)
{%- endmacro -%}

{#- The moment as of which the marts are built, as a literal; a bare date means its end. -#}
{%- macro as_of_moment() -%}
    {%- set moment = var('as_of') | string -%}
    cast('{{ moment }}{{ " 23:59:59.999999" if moment | length == 10 }}' as timestamp)
{%- endmacro -%}

{#- The last moment of which anything is known: that of the build, else the last arrival. -#}
{%- macro known_until() -%}
    {%- if var('as_of') -%}
        {{ as_of_moment() }}
    {%- else -%}
        (select max(readings.received_at) from {{ ref('int_submission_readings') }} as readings)
    {%- endif -%}
{%- endmacro -%}

{#- One row for each step ('month', 'day') from one day to another, as a column of a select list. -#}
{%- macro dates_between(first, last, step) -%}
    {{ return(adapter.dispatch('dates_between', 'townledger')(first, last, step)) }}
{%- endmacro -%}

{%- macro default__dates_between(first, last, step) -%}
    unnest(generate_series({{ first }}, {{ last }}, interval 1 {{ step }}))
{%- endmacro -%}

{%- macro spark__dates_between(first, last, step) -%}
    explode(sequence({{ first }}, {{ last }}, interval 1 {{ step }}))
{%- endmacro -%}

{#- The quarter of a period, as '2025Q1'. -#}
{%- macro quarter_of(period) -%}
    concat(substr({{ period }}, 1, 4), 'Q', cast(cast(ceil({{ month_number(period) }} / 3.0) as integer) as varchar))
{%- endmacro -%}

{#- A number that grows by one from quarter to quarter. -#}
{%- macro quarter_number(quarter) -%}
    (cast(substr({{ quarter }}, 1, 4) as integer) * 4 + cast(substr({{ quarter }}, 6, 1) as integer))
{%- endmacro -%}

{#- A moment some days later. -#}
{%- macro days_after(moment, days) -%}
    {{ return(adapter.dispatch('days_after', 'townledger')(moment, days)) }}
{%- endmacro -%}

{%- macro default__days_after(moment, days) -%}
    {{ moment }} + to_days(cast({{ days }} as integer))
{%- endmacro -%}

{%- macro spark__days_after(moment, days) -%}
    {{ moment }} + make_dt_interval(cast({{ days }} as integer))
{%- endmacro -%}

{#- The last day of a time of some years that begins with a day. -#}
{%- macro years_after(date, years) -%}
    {{ return(adapter.dispatch('years_after', 'townledger')(date, years)) }}
{%- endmacro -%}

{%- macro default__years_after(date, years) -%}
    cast({{ date }} + to_years(cast({{ years }} as integer)) as date) - 1
{%- endmacro -%}

{%- macro spark__years_after(date, years) -%}
    date_sub(add_months({{ date }}, 12 * cast({{ years }} as integer)), 1)
{%- endmacro -%}

{#- The day after a date; another date where there is none. -#}
{%- macro day_after(date, otherwise) -%}
    {{ return(adapter.dispatch('day_after', 'townledger')(date, otherwise)) }}
{%- endmacro -%}

{%- macro default__day_after(date, otherwise) -%}
    coalesce({{ date }} + 1, {{ otherwise }})
{%- endmacro -%}

{%- macro spark__day_after(date, otherwise) -%}
    coalesce(date_add({{ date }}, 1), {{ otherwise }})
{%- endmacro -%}

{#- The day before a date; null where there is none. -#}
{%- macro day_before(date) -%}
    {{ return(adapter.dispatch('day_before', 'townledger')(date)) }}
{%- endmacro -%}

{%- macro default__day_before(date) -%}
    {{ date }} - 1
{%- endmacro -%}

{%- macro spark__day_before(date) -%}
    date_sub({{ date }}, 1)
{%- endmacro -%}

{#- How many months a period lies after another. -#}
{%- macro months_apart(earlier, later) -%}
    (
        (cast(substr({{ later }}, 1, 4) as integer) - cast(substr({{ earlier }}, 1, 4) as integer)) * 12
        + {{ month_number(later) }} - {{ month_number(earlier) }}
    )
{%- endmacro -%}

{#- A local moment (Asia/Shanghai) as one of UTC. -#}
{%- macro to_utc(moment) -%}
    {{ return(adapter.dispatch('to_utc', 'townledger')(moment)) }}
{%- endmacro -%}

{%- macro default__to_utc(moment) -%}
    {{ moment }} at time zone 'Asia/Shanghai' at time zone 'UTC'
{%- endmacro -%}

{%- macro spark__to_utc(moment) -%}
    to_utc_timestamp({{ moment }}, 'Asia/Shanghai')
{%- endmacro -%}
