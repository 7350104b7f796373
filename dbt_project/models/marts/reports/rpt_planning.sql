{{ config(materialized='incremental') }}
-- Where each town stands with its construction plan and, where it has heritage, with the protection plan that
-- the plan wants done by its deadline; also where its county reported nothing of it.
with reported as (
    select * from {{ ref('fct_ledger_value') }}
    where {{ is_rebuilt('period') }} and ledger = 'planning'
),

towns as (
    select
        town_code,
        period,
        max(case when field = 'town_plan_status' then value_text end) as town_plan_status,
        max(case when field = 'town_plan_date' then value_text end) as town_plan_date,
        max(case when field = 'heritage_town' then value_number end) = 1 as is_reported_as_heritage,
        max(case when field = 'heritage_plan_status' then value_text end) as heritage_plan_status,
        max(case when field = 'heritage_plan_date' then value_text end) as heritage_plan_date,
        max(case when field = 'heritage_sites' then value_number end) as heritage_sites,
        max(case when field = 'heritage_application' then value_number end) = 1 as has_applied,
        max(source_file) as source_file,
        {{ joined_text("concat(sheet, '!', cell)", "','", "field") }} as cells
    from reported
    group by town_code, period
),

deadlines as (
    select
        indicators.standard_version,
        max({{ cast_or_null('indicators.target', 'date') }}) as deadline
    from {{ ref('indicators') }} as indicators
    inner join {{ ref('methods') }} as methods
        on indicators.standard_version = methods.standard_version and indicators.method = methods.method
    where methods.value_rule = 'deadline' and indicators.numerator = 'heritage_plan_date'
    group by indicators.standard_version
),

labels as (
    select * from {{ ref('int_code_labels') }}
    where ledger = 'planning'
),

named as (
    select
        standing.county_code,
        standing.county_name,
        standing.town_code,
        standing.town_name,
        standing.peer_group_name,
        standing.is_heritage_town,
        standing.period,
        '四(一)' as clause,
        coalesce(towns.town_plan_status, '') as town_plan_status,
        towns.town_code is not null as is_reported,
        coalesce(plans.label_zh, '未填报') as town_plan_status_name,
        {{ cast_or_null('towns.town_plan_date', 'date') }} as town_plan_date,
        coalesce(towns.town_plan_status = 'approved' and towns.town_plan_date is null, false)
            as is_approval_undated,
        towns.is_reported_as_heritage,
        coalesce(
            towns.is_reported_as_heritage <> standing.is_heritage_town, false
        ) as is_heritage_contradicted,
        coalesce(towns.heritage_plan_status, '') as heritage_plan_status,
        coalesce(
            protections.label_zh, case when standing.is_heritage_town then '未填报' else '' end
        ) as heritage_plan_status_name,
        {{ cast_or_null('towns.heritage_plan_date', 'date') }} as heritage_plan_date,
        case when standing.is_heritage_town then deadlines.deadline end as heritage_plan_deadline,
        case
            when not standing.is_heritage_town then '不适用'
            when {{ cast_or_null('towns.heritage_plan_date', 'date') }} <= deadlines.deadline then '按期完成'
            when towns.heritage_plan_date is not null then '逾期完成'
            when periods.last_day >= deadlines.deadline then '逾期未完成'
            else '未到期'
        end as heritage_plan_verdict,
        towns.heritage_sites,
        towns.has_applied,
        coalesce(towns.source_file, '') as source_file,
        coalesce(towns.cells, '') as cells
    from {{ ref('int_town_standing') }} as standing
    inner join {{ ref('int_periods') }} as periods
        on standing.period = periods.period
    left join towns
        on standing.town_code = towns.town_code and standing.period = towns.period
    left join deadlines
        on periods.standard_version = deadlines.standard_version
    left join labels as plans
        on towns.town_plan_status = plans.code and plans.field = 'town_plan_status'
    left join labels as protections
        on
            towns.heritage_plan_status = protections.code and protections.field = 'heritage_plan_status'
    where {{ is_rebuilt('standing.period') }}
),

shown as (
    {{ with_decisions_on_towns('named', ['town_code', 'period'], 'planning') }}
)

select * from shown
