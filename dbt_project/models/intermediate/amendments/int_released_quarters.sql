-- The quarters released by the moment of the build (var released), with their months.
with released as (
    {% for release in var('released') %}
    select
        '{{ release.quarter }}' as released_quarter,
        cast('{{ release.as_of }}' as varchar) as as_of,
        cast('{{ release.released_at }}' as timestamp) as released_at
    {% if not loop.last %}union all{% endif %}
    {% else %}
    select
        cast('' as varchar) as released_quarter,
        cast('' as varchar) as as_of,
        cast(null as timestamp) as released_at
    where false
    {% endfor %}
),

quarters as (
    select
        released.released_quarter,
        released.as_of,
        released.released_at,
        quarters.year,
        quarters.first_period,
        quarters.last_period
    from released
    inner join {{ ref('int_quarters') }} as quarters
        on released.released_quarter = quarters.quarter
)

select * from quarters
