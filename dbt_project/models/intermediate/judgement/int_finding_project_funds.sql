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

amounts as (
    select
        county_code,
        period,
        town_code,
        {{ exact_sum("case when ledger = 'projects' then value_number end") }} as projects_amount,
        {{ exact_sum("case when ledger = 'funds' then value_number end") }} as funds_amount
    from published
    group by county_code, period, town_code
),

disagreeing as (
    select
        amounts.*,
        abs(amounts.projects_amount - amounts.funds_amount) as difference
    from amounts
    left join incomplete
        on amounts.county_code = incomplete.county_code and amounts.period = incomplete.period
    where
        incomplete.county_code is null
        and abs(amounts.projects_amount - amounts.funds_amount) > {{ judgement_limit('funds_floor') }}
        and abs(amounts.projects_amount - amounts.funds_amount)
        > {{ judgement_limit('funds_tolerance') }} * amounts.projects_amount
),

reported as (
    select
        published.*,
        row_number() over (
            partition by published.ledger, published.period, published.town_code
            order by
                published.source_file, published.sheet, length(published.cell), published.cell,
                published.record_key
        ) as position
    from published
    inner join disagreeing
        on published.period = disagreeing.period and published.town_code = disagreeing.town_code
),

-- The finding stands where the funds of the town begin; other sheets and files are named in it.
beginnings as (
    select * from reported
    where ledger = 'funds' and position = 1
),

own as (
    select
        beginnings.submission_id,
        beginnings.ledger,
        beginnings.period,
        beginnings.town_code,
        beginnings.field,
        beginnings.sheet,
        {{ joined_text("reported.cell", "','", "reported.position") }} as cell,
        {{ joined_text("reported.raw_text", "' / '", "reported.position") }} as raw_text
    from beginnings
    inner join reported
        on
            beginnings.submission_id = reported.submission_id
            and beginnings.ledger = reported.ledger
            and beginnings.town_code = reported.town_code
            and beginnings.sheet = reported.sheet
    group by
        beginnings.submission_id, beginnings.ledger, beginnings.period, beginnings.town_code,
        beginnings.field, beginnings.sheet
),

cells as (
    select
        reported.ledger,
        reported.period,
        reported.town_code,
        {{ cited_place('reported', 'beginnings.submission_id') }} as place,
        reported.cell,
        reported.raw_text,
        reported.position
    from reported
    inner join beginnings
        on reported.period = beginnings.period and reported.town_code = beginnings.town_code
),

cells_by_place as (
    {{ cited_by_place('cells', ['ledger', 'period', 'town_code']) }}
),

cited as (
    {{ cited_together('cells_by_place', ['ledger', 'period', 'town_code']) }}
),

found as (
    select
        'PROJECT_FUNDS_DISAGREE' as code,
        own.submission_id,
        own.period,
        own.ledger,
        '' as record_id,
        own.field,
        own.sheet,
        own.cell,
        own.raw_text,
        '' as label,
        towns.town_name as town,
        {{ plain_number('disagreeing.funds_amount') }} as previous,
        {{ plain_number('disagreeing.projects_amount') }} as value,
        {{ plain_number('disagreeing.difference') }} as difference,
        '' as month,
        of_projects.cells,
        of_funds.cells as own_cells
    from disagreeing
    inner join own
        on disagreeing.period = own.period and disagreeing.town_code = own.town_code
    inner join cited as of_funds
        on
            own.period = of_funds.period
            and own.town_code = of_funds.town_code
            and own.ledger = of_funds.ledger
    inner join cited as of_projects
        on
            own.period = of_projects.period
            and own.town_code = of_projects.town_code
            and of_projects.ledger = 'projects'
    inner join {{ ref('int_town_periods') }} as towns
        on disagreeing.town_code = towns.town_code and disagreeing.period = towns.period
)

select * from found
