{#-
    The decisions by which rows are as they are: a text of identifiers for each of the keys that has any. `rows` is
    a CTE; `condition` says which reach its rows, as a comparison with `reached`: a row of int_decision_reach, or of
    another model with a decision_id.
-#}
{%- macro decisions_behind(rows, keys, condition, reach='int_decision_reach') -%}
    select
        {{ keys | join(', ') }},
        {{ joined_text('decision_id', "'、'", 'decision_id') }} as decision_ids
    from (
        select distinct
            {{ rows }}.{{ keys | join(', ' ~ rows ~ '.') }},
            reached.decision_id
        from {{ rows }}
        inner join {{ ref(reach) }} as reached
            on {{ condition }}
    ) as behind
    group by {{ keys | join(', ') }}
{%- endmacro -%}

{#- Rows with the decisions behind each; where the condition speaks of what they sum up, that CTE is `of`. -#}
{%- macro with_decisions(rows, keys, condition, reach='int_decision_reach', of=none) -%}
    select
        {{ rows }}.*,
        coalesce(decisions.decision_ids, '') as decision_ids
    from {{ rows }}
    left join (
        {{ decisions_behind(of or rows, keys, condition, reach) }}
    ) as decisions
        on {% for key in keys %}{{ rows }}.{{ key }} = decisions.{{ key }}{{ ' and ' if not loop.last }}{% endfor %}
{%- endmacro -%}

{#- The same for rows of towns (town_code, period) that rest on a ledger. -#}
{%- macro with_decisions_on_towns(rows, keys, ledger, condition='true') -%}
    {{ with_decisions(
        rows, keys,
        rows ~ ".town_code = reached.town_code and " ~ rows ~ ".period = reached.period"
        ~ " and reached.ledger = '" ~ ledger ~ "' and " ~ condition
    ) }}
{%- endmacro -%}

{#- The same for rows of counties and of the city (county_code '') that add up a ledger. -#}
{%- macro with_decisions_on_counties(rows, keys, ledger, condition='true') -%}
    {{ with_decisions(
        rows, keys,
        rows ~ ".county_code in ('', reached.county_code) and " ~ rows ~ ".period = reached.period"
        ~ " and reached.ledger = '" ~ ledger ~ "' and reached.kind <> 'extend' and " ~ condition
    ) }}
{%- endmacro -%}

{#- The same for scores of towns: whatever reaches one of their indicators. -#}
{%- macro with_decisions_on_scores(rows, keys, condition='true') -%}
    {{ with_decisions(
        rows, keys,
        rows ~ ".town_code = reached.town_code and " ~ rows ~ ".period = reached.period and " ~ condition,
        'int_indicator_decisions'
    ) }}
{%- endmacro -%}
