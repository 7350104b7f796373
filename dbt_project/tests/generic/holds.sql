{#- Rows for which a condition does not hold; a condition that cannot be told does not hold. -#}
{% test holds(model, condition) %}

select * from {{ model }}
where not coalesce({{ condition }}, false)

{% endtest %}
