-- From each amended figure to everything of its own that it rests on and that is not as released.
with links as (
    select * from {{ ref('int_amended_indicators') }}
    union all
    select * from {{ ref('int_amended_towns') }}
    union all
    select * from {{ ref('int_amended_counties') }}
    union all
    select * from {{ ref('int_amended_supervision') }}
),

caused as (
    select
        links.figure_id,
        links.basis_id,
        bases.cause
    from links
    inner join {{ ref('int_amendment_bases') }} as bases
        on links.basis_id = bases.basis_id
)

select * from caused
