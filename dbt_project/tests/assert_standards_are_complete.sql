with versions as (
    select * from {{ ref('standard_versions') }}
),

-- What a version must say: each parameter and month that any version has, something in every other table.
said as (
    select
        standard_version,
        'parameters: ' || parameter as item
    from {{ ref('parameters') }}
    union all
    select
        standard_version,
        'time_shares: ' || cast(month as varchar) as item
    from {{ ref('time_shares') }}
    union all
    select
        standard_version,
        'supervision_rules: ' || rule as item
    from {{ ref('supervision_rules') }}
    union all
    select
        standard_version,
        'grade_bands' as item
    from {{ ref('grade_bands') }}
    union all
    select
        standard_version,
        'applicability' as item
    from {{ ref('applicability') }}
    union all
    select
        standard_version,
        'deadline_scores' as item
    from {{ ref('deadline_scores') }}
    union all
    select
        standard_version,
        'expected_ledgers' as item
    from {{ ref('expected_ledgers') }}
    union all
    select
        standard_version,
        'indicators' as item
    from {{ ref('indicators') }}
    union all
    select
        standard_version,
        'ledger_preferences' as item
    from {{ ref('ledger_preferences') }}
    union all
    select
        standard_version,
        'methods' as item
    from {{ ref('methods') }}
    union all
    select
        standard_version,
        'project_conditions' as item
    from {{ ref('project_conditions') }}
    union all
    select
        standard_version,
        'stage_scores' as item
    from {{ ref('stage_scores') }}
),

needed as (
    select distinct item from said
),

missing as (
    select
        versions.standard_version,
        needed.item
    from versions
    cross join needed
    left join said
        on versions.standard_version = said.standard_version and needed.item = said.item
    where said.item is null
)

select * from missing
