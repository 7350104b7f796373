-- What the standard says now of a month of a released quarter, where that is not what it said when it was
-- released.
with months as (
    select * from {{ ref('int_released_months') }}
),

released as (
    select
        months.period,
        rules.*
    from months
    inner join {{ ref('stg_released_rules') }} as rules
        on
            months.released_quarter = rules.released_quarter
            and months.released_version = rules.standard_version
),

present as (
    select
        months.released_quarter,
        months.period,
        rules.*
    from months
    inner join {{ ref('dim_standard_rule') }} as rules
        on months.present_version = rules.standard_version
),

compared as (
    select
        coalesce(present.released_quarter, released.released_quarter) as released_quarter,
        coalesce(present.period, released.period) as period,
        coalesce(present.rule_table, released.rule_table) as rule_table,
        coalesce(present.rule_key, released.rule_key) as rule_key,
        coalesce(present.attribute, released.attribute) as attribute,
        coalesce(released.content, '') as content_released,
        coalesce(present.content, '') as content_now,
        coalesce(released.standard_version, '') as version_released,
        coalesce(present.standard_version, '') as version_now
    from released
    full outer join present
        on
            released.released_quarter = present.released_quarter
            and released.period = present.period
            and released.rule_table = present.rule_table
            and released.rule_key = present.rule_key
            and released.attribute = present.attribute
),

amended as (
    select
        *,
        concat(
            rule_table, ' ', rule_key, ' ', attribute, '：', content_released, '（', version_released, '）→',
            content_now, '（', version_now, '）'
        ) as said,
        {{ hashed(['released_quarter', 'period', 'rule_table', 'rule_key', 'attribute']) }} as basis_id
    from compared
    where content_released <> content_now
)

select * from amended
