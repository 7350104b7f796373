with weights as (
    select
        standard_version,
        'indicators' as of_what,
        sum(weight) as total
    from {{ ref('indicators') }}
    group by standard_version
    union all
    select
        standard_version,
        'county score' as of_what,
        sum(value) as total
    from {{ ref('parameters') }}
    where parameter like 'county_weight_%'
    group by standard_version
)

select * from weights
where abs(total - 100) > 1e-9
