{#- Whether a period lies within the validity of a dated row; an open end is null. -#}
{%- macro holds_in(period, valid_from, valid_to) -%}
    {{ period }} >= {{ valid_from }} and {{ period }} <= coalesce({{ valid_to }}, '9999-12')
{%- endmacro -%}

{#- Whether a dated row holds on a day; both ends belong to it, an open end is null. -#}
{%- macro holds_on(day, valid_from, valid_to) -%}
    {{ day }} >= {{ valid_from }} and {{ day }} <= coalesce({{ valid_to }}, cast('9999-12-31' as date))
{%- endmacro -%}

{#- A number of seeds/standard/parameters.csv for the standard version of the row at hand. -#}
{%- macro standard_parameter(name, standard_version) -%}
    (
        select parameters.value from {{ ref('parameters') }} as parameters
        where parameters.parameter = '{{ name }}' and parameters.standard_version = {{ standard_version }}
    )
{%- endmacro -%}

{#- 0..100 by the distance of a value from what is expected of it. -#}
{%- macro score_by_target(value, expected) -%}
    100.0 * greatest(0.0, least(1.0, {{ value }} / ({{ expected }})))
{%- endmacro -%}

{#- What ranks compare: scores that agree to the standard's decimals tie. -#}
{%- macro tie_key(score, standard_version) -%}
    round({{ score }} * power(10, {{ standard_parameter('tie_decimals', standard_version) }}))
{%- endmacro -%}

{#- What the parts of the county score weigh: one row per standard version. -#}
{%- macro county_weights() -%}
    select
        standard_version,
        sum(case when parameter = 'county_weight_town_mean' then value end) as town_weight,
        sum(case when parameter = 'county_weight_investment_progress' then value end) as progress_weight,
        sum(case when parameter = 'county_weight_reporting' then value end) as reporting_weight
    from {{ ref('parameters') }}
    group by standard_version
{%- endmacro -%}

{#-
    The county score of a row that has investment_progress, reporting and the columns of `county_weights`, for a
    mean of its towns. Projects of which none is planned for the year say nothing of progress: the other parts are
    weighted alone.
-#}
{%- macro county_score(town_mean) -%}
    (
        town_weight * {{ town_mean }}
        + progress_weight * coalesce(investment_progress, 0)
        + reporting_weight * reporting
    ) / (
        town_weight
        + case when investment_progress is null then 0 else progress_weight end
        + reporting_weight
    )
{%- endmacro -%}
