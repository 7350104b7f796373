-- The fields (or project conditions) that make up an indicator's numerator and denominator.
with parts as (
    select
        standard_version,
        indicator,
        function,
        method,
        'numerator' as part,
        numerator as terms
    from {{ ref('indicators') }}
    union all
    select
        standard_version,
        indicator,
        function,
        method,
        'denominator' as part,
        denominator as terms
    from {{ ref('indicators') }}
    where denominator is not null
),

exploded as (
    select
        parts.standard_version,
        parts.indicator,
        parts.function,
        methods.measured_on,
        parts.part,
        {{ parts_of("parts.terms", "'[+|]'") }} as term
    from parts
    inner join {{ ref('methods') }} as methods
        on parts.standard_version = methods.standard_version and parts.method = methods.method
)

select * from exploded
