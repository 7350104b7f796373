{#- Rows that share a key with another row; with an extent (macros/rebuild.sql), of periods built again. -#}
{% test unique_combination(model, columns, extent=none) %}

with counted as (
    select
        {{ columns | join(', ') }},
        count(*) as times
    from {{ model }}{% if extent %} where {{ is_among('period', extent) }}{% endif %}
    group by {{ columns | join(', ') }}
)

select * from counted
where times > 1

{% endtest %}
