{{ config(materialized='incremental') }}
-- The funds of each town by source; what the projects ledger names of the same source stands beside it.
with reported as (
    select * from {{ ref('fct_ledger_value') }}
    where {{ is_rebuilt('period') }} and ledger = 'funds'
),

funds as (
    select
        county_code,
        town_code,
        period,
        record_key as fund_source,
        max(case when field = 'amount_planned' then value_number end) as amount_planned,
        max(case when field = 'amount_arrived' then value_number end) as amount_arrived,
        max(case when field = 'amount_spent' then value_number end) as amount_spent,
        max(case when field = 'agriculture_related' then value_number end) = 1 as is_agriculture_related,
        max(source_file) as source_file,
        {{ joined_text("concat(sheet, '!', cell)", "','", "field") }} as cells
    from reported
    group by county_code, town_code, period, record_key
),

of_projects as (
    select
        town_code,
        period,
        fund_source,
        {{ exact_sum("amount") }} as project_funds
    from {{ ref('int_project_funds') }}
    where {{ is_rebuilt('period') }}
    group by town_code, period, fund_source
),

-- Equal amounts of one source in two towns of a county may be one sum reported twice.
repeated as (
    select
        own.town_code,
        own.period,
        own.fund_source,
        {{ joined_text("towns.town_name", "'、'", "others.town_code") }} as same_amounts_in
    from funds as own
    inner join funds as others
        on
            own.county_code = others.county_code
            and own.period = others.period
            and own.fund_source = others.fund_source
            and own.amount_planned = others.amount_planned
            and own.amount_arrived = others.amount_arrived
            and own.amount_spent = others.amount_spent
            and own.town_code <> others.town_code
    inner join {{ ref('int_town_periods') }} as towns
        on others.town_code = towns.town_code and others.period = towns.period
    where own.amount_arrived > 0
    group by own.town_code, own.period, own.fund_source
),

sources as (
    select * from {{ ref('int_code_labels') }}
    where ledger = 'funds' and field = 'fund_source'
),

named as (
    select
        standing.county_code,
        standing.county_name,
        funds.town_code,
        standing.town_name,
        standing.peer_group,
        standing.peer_group_name,
        standing.is_heritage_town,
        funds.period,
        case when funds.fund_source = 'debt' then '三(四)' else '五(二)' end as clause,
        funds.fund_source,
        coalesce(sources.label_zh, funds.fund_source) as fund_source_name,
        funds.fund_source = 'debt'
        and coalesce(funds.amount_planned, 0) + coalesce(funds.amount_arrived, 0) > 0
            as is_debt,
        funds.is_agriculture_related,
        funds.amount_planned,
        funds.amount_arrived,
        funds.amount_spent,
        cast(100.0 * funds.amount_arrived / nullif(funds.amount_planned, 0) as double) as arrival_rate,
        cast(100.0 * funds.amount_spent / nullif(funds.amount_arrived, 0) as double) as spending_rate,
        cast(100.0 * funds.amount_planned / nullif(
            {{ exact_sum("funds.amount_planned", "partition by funds.town_code, funds.period") }}, 0
        ) as double) as share_of_planned,
        cast(coalesce(of_projects.project_funds, 0) as double) as project_funds,
        cast(
            coalesce(of_projects.project_funds, 0) - funds.amount_planned as double
        ) as project_funds_over_planned,
        coalesce(repeated.same_amounts_in, '') as same_amounts_in,
        funds.source_file,
        funds.cells
    from funds
    inner join {{ ref('int_town_standing') }} as standing
        on funds.town_code = standing.town_code and funds.period = standing.period
    left join of_projects
        on
            funds.town_code = of_projects.town_code
            and funds.period = of_projects.period
            and funds.fund_source = of_projects.fund_source
    left join repeated
        on
            funds.town_code = repeated.town_code
            and funds.period = repeated.period
            and funds.fund_source = repeated.fund_source
    left join sources
        on funds.fund_source = sources.code
),

shown as (
    {{ with_decisions_on_towns(
        'named', ['town_code', 'period', 'fund_source'], 'funds',
        "reached.record_key in ('', named.fund_source)"
    ) }}
)

select * from shown
