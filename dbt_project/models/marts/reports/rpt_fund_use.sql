with reported as (
    select * from {{ ref('fct_ledger_value') }}
    where ledger = 'funds'
),

funds as (
    select
        town_code,
        period,
        record_key as fund_source,
        max(case when field = 'amount_planned' then value_number end) as amount_planned,
        max(case when field = 'amount_arrived' then value_number end) as amount_arrived,
        max(case when field = 'amount_spent' then value_number end) as amount_spent,
        max(case when field = 'agriculture_related' then value_number end) = 1 as is_agriculture_related
    from reported
    group by town_code, period, record_key
),

sources as (
    select * from {{ ref('int_code_labels') }}
    where ledger = 'funds' and field = 'fund_source'
),

named as (
    select
        towns.county_code,
        towns.county_name,
        funds.town_code,
        towns.town_name,
        funds.period,
        funds.fund_source,
        coalesce(sources.label_zh, funds.fund_source) as fund_source_name,
        funds.is_agriculture_related,
        funds.amount_planned,
        funds.amount_arrived,
        funds.amount_spent,
        cast(100.0 * funds.amount_arrived / nullif(funds.amount_planned, 0) as double) as arrival_rate,
        cast(100.0 * funds.amount_spent / nullif(funds.amount_arrived, 0) as double) as spending_rate
    from funds
    inner join {{ ref('dim_town') }} as towns
        on funds.town_code = towns.town_code
    left join sources
        on funds.fund_source = sources.code
)

select * from named
