{%- set seeds = [
    'applicability', 'deadline_scores', 'expected_ledgers', 'indicators', 'ledger_preferences', 'methods',
    'project_conditions', 'stage_scores',
] -%}

with versions as (
    select * from {{ ref('standard_versions') }}
),

-- What a version must say: every parameter and month that any version has, and something in every other table.
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
    {% for seed in seeds %}
    union all
    select
        standard_version,
        '{{ seed }}' as item
    from {{ ref(seed) }}
    {% endfor %}
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
