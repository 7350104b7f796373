{{ config(materialized='incremental') }}
-- Numerators and denominators of every kind in one form; complete where all their terms were reported.
with of_towns as (
    select
        town_code,
        period,
        standard_version,
        indicator,
        part,
        terms_found = terms_needed as is_complete,
        terms_found,
        amount,
        present,
        written
    from {{ ref('int_town_parts') }}
    where {{ is_rebuilt('period') }}
),

of_projects as (
    select * from {{ ref('int_project_sums') }}
    where {{ is_rebuilt('period') }}
    union all
    select * from {{ ref('int_project_counts') }}
    where {{ is_rebuilt('period') }}
),

everything as (
    select * from of_towns
    union all
    select
        town_code,
        period,
        standard_version,
        indicator,
        part,
        true as is_complete,
        1 as terms_found,
        cast(amount as double) as amount,
        0 as present,
        cast(null as varchar) as written
    from of_projects
)

select * from everything
