-- Everything that a version of the standard says, one word at a time: what two versions differ in can be read
-- off, and what a released one said is kept with it.
{%- set tables = {
    'standard_versions': ("''", ['missing_policy']),
    'indicators': ('indicator', [
        'function', 'method', 'numerator', 'denominator', 'target', 'weight', 'applies_to', 'set_by',
    ]),
    'methods': ('method', ['measured_on', 'value_rule', 'factor', 'is_time_proportional']),
    'applicability': ("concat(applies_to, '/', designation)", []),
    'ledger_preferences': ("concat(function, '/', cast(preference as varchar))", ['ledger']),
    'project_conditions': ("concat(condition, '/', field, '/', test, '/', operand)", []),
    'stage_scores': ('stage', ['score']),
    'deadline_scores': ('outcome', ['score']),
    'time_shares': ('cast(month as varchar)', ['months_elapsed', 'months_of_year']),
    'expected_ledgers': ('ledger', ['due_every_months', 'makes_town_scored']),
    'parameters': ('parameter', ['value']),
    'supervision_rules': ('rule', ['meets_at', 'released_at', 'restricts_alone']),
    'grade_bands': ('grade', ['from_score', 'position']),
} %}
with rules as (
    {% for table, (key, attributes) in tables.items() %}
        {% set outer = loop %}
        {% for attribute in attributes or ['holds'] %}
            select
                standard_version,
                '{{ table }}' as rule_table,
                {{ key }} as rule_key,
                '{{ attribute }}' as attribute,
                coalesce(cast({{ attribute if attributes else "'true'" }} as varchar), '') as content
            from {{ ref(table) }}
            {% if not (outer.last and loop.last) %}union all{% endif %}
        {% endfor %}
    {% endfor %}
)

select * from rules
