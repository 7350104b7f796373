-- What the amended figures of counties rest on that is not as released: the totals of their towns, the
-- projects' investment, their reports, the weights, which towns are theirs.
with figures as (
    select * from {{ ref('int_amended_figures') }}
    where kind = 'county'
),

ranks_with_own_score as (
    select ranks.figure_id
    from figures as ranks
    inner join figures as scores
        on
            ranks.released_quarter = scores.released_quarter
            and ranks.county_code = scores.county_code
            and ranks.period = scores.period
    where ranks.measure = 'rank' and scores.measure = 'score'
),

-- A part of the county's score shows in the part itself, in the score and, through it, in the county's rank.
parts as (
    select
        figures.*,
        figures.measure as part
    from figures
    where figures.measure in ('town_mean', 'investment_progress', 'reporting')
    union all
    select
        figures.*,
        parts.measure as part
    from figures
    inner join figures as parts
        on
            figures.released_quarter = parts.released_quarter
            and figures.county_code = parts.county_code
            and figures.period = parts.period
    left join ranks_with_own_score
        on figures.figure_id = ranks_with_own_score.figure_id
    where
        parts.measure in ('town_mean', 'investment_progress', 'reporting')
        and (figures.measure = 'score' or ranks_with_own_score.figure_id is not null)
),

memberships as (
    select * from {{ ref('int_amended_memberships') }}
),

county_towns as (
    select
        released_quarter,
        town_code,
        period,
        county_code
    from {{ ref('stg_released_memberships') }}
    union
    select
        months.released_quarter,
        towns.town_code,
        towns.period,
        towns.county_code
    from {{ ref('dim_town_month') }} as towns
    inner join {{ ref('int_released_months') }} as months
        on towns.period = months.period
),

town_scores as (
    select
        scores.released_quarter,
        scores.town_code,
        scores.period,
        links.basis_id
    from {{ ref('int_amended_figures') }} as scores
    inner join {{ ref('int_amended_towns') }} as links
        on scores.figure_id = links.figure_id
    where scores.kind = 'town' and scores.measure = 'score'
),

bases as (
    select
        parts.figure_id,
        town_scores.basis_id
    from parts
    inner join county_towns
        on
            parts.released_quarter = county_towns.released_quarter
            and parts.county_code = county_towns.county_code
            and parts.period = county_towns.period
    inner join town_scores
        on
            county_towns.released_quarter = town_scores.released_quarter
            and county_towns.town_code = town_scores.town_code
            and county_towns.period = town_scores.period
    where parts.part = 'town_mean'
    union
    select
        parts.figure_id,
        reported.basis_id
    from parts
    inner join {{ ref('int_amended_values') }} as reported
        on
            parts.released_quarter = reported.released_quarter
            and parts.county_code = reported.county_code
            and parts.period = reported.period
            and reported.ledger = 'projects'
            and reported.field in ('cumulative_investment', 'annual_planned_investment')
    where parts.part = 'investment_progress'
    union
    select
        parts.figure_id,
        reports.basis_id
    from parts
    inner join {{ ref('int_amended_reports') }} as reports
        on
            parts.released_quarter = reports.released_quarter
            and parts.county_code = reports.county_code
            and parts.period = reports.period
    where parts.part = 'reporting'
    union
    select
        parts.figure_id,
        rules.basis_id
    from parts
    inner join {{ ref('int_amended_rules') }} as rules
        on parts.released_quarter = rules.released_quarter and parts.period = rules.period
    where
        (
            parts.part = 'investment_progress'
            and (rules.rule_key = 'county_investment_target' or rules.rule_table = 'time_shares')
        )
        or (parts.part = 'reporting' and rules.rule_table = 'expected_ledgers')
    union
    select
        figures.figure_id,
        rules.basis_id
    from figures
    inner join {{ ref('int_amended_rules') }} as rules
        on
            figures.released_quarter = rules.released_quarter
            and figures.period = rules.period
            and rules.rule_table = 'parameters'
            and rules.rule_key like 'county_weight_%'
    left join ranks_with_own_score
        on figures.figure_id = ranks_with_own_score.figure_id
    where figures.measure = 'score' or ranks_with_own_score.figure_id is not null
    union
    select
        parts.figure_id,
        memberships.basis_id
    from parts
    inner join memberships
        on
            parts.released_quarter = memberships.released_quarter
            and parts.period = memberships.period
            and (
                parts.county_code = memberships.county_released or parts.county_code = memberships.county_now
            )
    where memberships.county_released <> memberships.county_now and parts.part <> 'reporting'
)

select * from bases
