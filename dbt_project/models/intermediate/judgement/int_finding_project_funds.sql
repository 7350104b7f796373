{{ config(materialized='incremental') }}
-- What a town's projects have invested this year against what its funds have paid out.
with published as (
    select * from {{ ref('int_value_outcomes') }}
    where
        {{ is_rebuilt('period') }}
        and outcome = 'published'
        and (
            (ledger = 'projects' and field = 'cumulative_investment')
            or (ledger = 'funds' and field = 'amount_spent')
        )
),

-- A refused row leaves a gap in its ledger: nothing can be said of the county's towns in that month.
incomplete as (
    select distinct
        county_code,
        period
    from {{ ref('int_value_outcomes') }}
    where
        {{ is_rebuilt('period') }}
        and ledger in ('projects', 'funds')
        and standing = 'current'
        and outcome = 'rejected'
),

projects as (
    select
        county_code,
        period,
        town_code,
        {{ exact_sum("value_number") }} as amount
    from published
    where ledger = 'projects'
    group by county_code, period, town_code
),

funds as (
    select
        submission_id,
        ledger,
        county_code,
        period,
        town_code,
        min(field) as field,
        min(sheet) as sheet,
        {{ joined_text("cell", "','", "record_key") }} as cell,
        {{ exact_sum("value_number") }} as amount
    from published
    where ledger = 'funds'
    group by submission_id, ledger, county_code, period, town_code
),

compared as (
    select
        funds.*,
        projects.amount as projects_amount,
        abs(projects.amount - funds.amount) as difference
    from funds
    inner join projects
        on
            funds.county_code = projects.county_code
            and funds.period = projects.period
            and funds.town_code = projects.town_code
    left join incomplete
        on funds.county_code = incomplete.county_code and funds.period = incomplete.period
    where incomplete.county_code is null
),

found as (
    select
        'PROJECT_FUNDS_DISAGREE' as code,
        compared.submission_id,
        compared.period,
        compared.ledger,
        '' as record_id,
        compared.field,
        compared.sheet,
        compared.cell,
        '' as raw_text,
        '' as label,
        towns.town_name as town,
        {{ plain_number('compared.amount') }} as previous,
        {{ plain_number('compared.projects_amount') }} as value,
        {{ plain_number('compared.difference') }} as difference
    from compared
    inner join {{ ref('int_town_periods') }} as towns
        on compared.town_code = towns.town_code and compared.period = towns.period
    where
        compared.difference > {{ judgement_limit('funds_floor') }}
        and compared.difference > {{ judgement_limit('funds_tolerance') }} * compared.projects_amount
)

select * from found
