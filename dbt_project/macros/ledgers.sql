{#- A ledger with a row for each town and month, its county then, and the named numbers as columns. -#}
{%- macro ledger_by_town(ledger, numbers) -%}
    {%- set columns = [] -%}
    {%- for number in numbers -%}
        {%- do columns.append(
            "max(case when reported.field = '" ~ number ~ "' then reported.value_number end) as " ~ number
        ) -%}
    {%- endfor -%}
    select
        towns.county_code,
        towns.county_name,
        reported.town_code,
        reported.period,
        {{ columns | join(', ') }}
    from {{ ref('fct_ledger_value') }} as reported
    inner join {{ ref('int_town_periods') }} as towns
        on reported.town_code = towns.town_code and reported.period = towns.period
    where {{ is_rebuilt('reported.period') }} and reported.ledger = '{{ ledger }}'
    group by towns.county_code, towns.county_name, reported.town_code, reported.period
{%- endmacro -%}

{#-
    Such rows added up for each county and the city (county_code ''). A rate ({name: (part, whole)}, percent) is
    that of the towns that reported both, whose number stands beside it: a town that left one out would bend it.
-#}
{%- macro summed_by_county(rows, numbers, rates) -%}
    {%- set columns = [] -%}
    {%- for number in numbers -%}
        {%- do columns.append(exact_sum(number) ~ ' as ' ~ number) -%}
    {%- endfor -%}
    {%- for rate, (part, whole) in rates.items() -%}
        {%- do columns.append(rate_of_both(part, whole) ~ ' as ' ~ rate) -%}
        {%- do columns.append(
            'cast(count(' ~ part ~ ' + ' ~ whole ~ ') as integer) as ' ~ rate ~ '_towns'
        ) -%}
    {%- endfor -%}
    select
        period,
        coalesce(county_code, '') as county_code,
        coalesce(county_name, '全市') as county_name,
        cast(count(*) as integer) as towns,
        {{ columns | join(', ') }}
    from {{ rows }}
    group by grouping sets ((period, county_code, county_name), (period))
{%- endmacro -%}

{#- A part of a whole in percent, of the rows that have both. -#}
{%- macro rate_of_both(part, whole) -%}
    cast(
        100.0 * {{ exact_sum('case when ' ~ whole ~ ' is not null then ' ~ part ~ ' end') }}
        / nullif({{ exact_sum('case when ' ~ part ~ ' is not null then ' ~ whole ~ ' end') }}, 0) as double
    )
{%- endmacro -%}
