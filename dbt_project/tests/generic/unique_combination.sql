{#- Rows that share a key with another row. -#}
{% test unique_combination(model, columns) %}

with counted as (
    select
        {{ columns | join(', ') }},
        count(*) as times
    from {{ model }}
    group by {{ columns | join(', ') }}
)

select * from counted
where times > 1

{% endtest %}
