{{ config(materialized='incremental') }}
-- Funds by source for each county and the city: sources against the total, debt, and how much of the
-- agriculture-related funds reaches key and heritage towns.
with funds as (
    select
        *,
        is_heritage_town or peer_group <> 'other' as is_favoured_town
    from {{ ref('rpt_fund_use') }}
    where {{ is_rebuilt('period') }}
),

summed as (
    select
        period,
        county_code,
        county_name,
        fund_source,
        fund_source_name,
        count(distinct town_code) as towns,
        {{ exact_sum("coalesce(amount_planned, 0)") }} as amount_planned,
        {{ exact_sum("coalesce(amount_arrived, 0)") }} as amount_arrived,
        {{ exact_sum("coalesce(amount_spent, 0)") }} as amount_spent,
        {{ exact_sum("project_funds") }} as project_funds,
        {{ exact_sum("case when is_agriculture_related then coalesce(amount_arrived, 0) else 0 end") }}
            as agriculture_arrived,
        {{ exact_sum(
            "case when is_agriculture_related and is_favoured_town then coalesce(amount_arrived, 0) else 0 end"
        ) }} as agriculture_arrived_favoured,
        sum(case when is_debt then 1 else 0 end) as towns_with_debt,
        sum(case when same_amounts_in <> '' then 1 else 0 end) as towns_with_same_amounts
    from funds
    group by grouping sets (
        (period, county_code, county_name, fund_source, fund_source_name),
        (period, county_code, county_name),
        (period, fund_source, fund_source_name),
        (period)
    )
),

totals as (
    select
        period,
        county_code,
        amount_planned
    from summed
    where fund_source is null
),

measured as (
    select
        summed.period,
        coalesce(summed.county_code, '') as county_code,
        coalesce(summed.county_name, '全市') as county_name,
        '五(二)、五(三)' as clause,
        coalesce(summed.fund_source, '') as fund_source,
        coalesce(summed.fund_source_name, '合计') as fund_source_name,
        cast(summed.towns as integer) as towns,
        summed.amount_planned,
        summed.amount_arrived,
        summed.amount_spent,
        cast(100.0 * summed.amount_arrived / nullif(summed.amount_planned, 0) as double) as arrival_rate,
        cast(100.0 * summed.amount_spent / nullif(summed.amount_arrived, 0) as double) as spending_rate,
        cast(100.0 * summed.amount_planned / nullif(totals.amount_planned, 0) as double) as share_of_planned,
        summed.project_funds,
        summed.agriculture_arrived,
        cast(
            100.0 * summed.agriculture_arrived_favoured / nullif(summed.agriculture_arrived, 0) as double
        ) as agriculture_share_favoured,
        cast(summed.towns_with_debt as integer) as towns_with_debt,
        cast(summed.towns_with_same_amounts as integer) as towns_with_same_amounts
    from summed
    inner join totals
        on
            summed.period = totals.period
            and coalesce(summed.county_code, '') = coalesce(totals.county_code, '')
),

shown as (
    {{ with_decisions_on_counties(
        'measured', ['county_code', 'period', 'fund_source'], 'funds',
        "(measured.fund_source = '' or reached.record_key in ('', measured.fund_source))"
    ) }}
)

select * from shown
