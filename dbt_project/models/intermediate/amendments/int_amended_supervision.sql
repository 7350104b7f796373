-- What the amended entries of the supervision list rest on that is not as released: projects, reports or
-- totals by what their rule looks at, of the town or of all the county's towns, the rule, which town is what.
with figures as (
    select * from {{ ref('int_amended_figures') }}
    where kind = 'supervision'
),

quarters as (
    select * from {{ ref('int_released_quarters') }}
),

quarter_towns as (
    select
        memberships.released_quarter,
        memberships.town_code,
        memberships.county_code
    from {{ ref('stg_released_memberships') }} as memberships
    inner join quarters
        on
            memberships.released_quarter = quarters.released_quarter
            and memberships.period = quarters.last_period
    union
    select
        quarters.released_quarter,
        towns.town_code,
        towns.county_code
    from {{ ref('dim_town_month') }} as towns
    inner join quarters
        on towns.period = quarters.last_period
),

subjects as (
    select
        figures.figure_id,
        figures.released_quarter,
        figures.item,
        figures.town_code = '' as is_of_county,
        towns.town_code,
        towns.county_code
    from figures
    inner join quarter_towns as towns
        on
            figures.released_quarter = towns.released_quarter
            and (figures.town_code = towns.town_code or figures.county_code = towns.county_code)
),

town_scores as (
    select
        scores.released_quarter,
        scores.town_code,
        links.basis_id
    from {{ ref('int_amended_figures') }} as scores
    inner join {{ ref('int_amended_towns') }} as links
        on scores.figure_id = links.figure_id
    where scores.kind = 'town' and scores.measure = 'score'
),

bases as (
    select
        subjects.figure_id,
        reported.basis_id
    from subjects
    inner join quarters
        on subjects.released_quarter = quarters.released_quarter
    inner join {{ ref('int_amended_values') }} as reported
        on
            subjects.released_quarter = reported.released_quarter
            and subjects.town_code = reported.town_code
    where
        case subjects.item
            when 'no_projects' then reported.ledger = 'projects'
            when 'few_projects' then reported.ledger = 'projects' and reported.field = 'status'
            when 'slow_progress'
                then
                    reported.ledger = 'projects'
                    and reported.field in ('cumulative_investment', 'annual_planned_investment')
            when 'no_effect' then reported.period < quarters.first_period
            else false
        end
    union
    select
        subjects.figure_id,
        reports.basis_id
    from subjects
    inner join {{ ref('int_amended_reports') }} as reports
        on
            subjects.released_quarter = reports.released_quarter
            and subjects.county_code = reports.county_code
    where subjects.item = 'weak_push'
    union
    select
        subjects.figure_id,
        town_scores.basis_id
    from subjects
    inner join town_scores
        on
            subjects.released_quarter = town_scores.released_quarter
            and subjects.town_code = town_scores.town_code
    where subjects.item = 'no_effect'
    union
    select
        subjects.figure_id,
        rules.basis_id
    from subjects
    inner join {{ ref('int_amended_rules') }} as rules
        on subjects.released_quarter = rules.released_quarter
    where
        (rules.rule_table = 'supervision_rules' and rules.rule_key = subjects.item)
        or (rules.rule_key = 'county_listed_from_one_in' and subjects.is_of_county)
        or (rules.rule_key = 'no_effect_gain' and subjects.item = 'no_effect')
        or (rules.rule_key = 'correction_days' and subjects.item = 'weak_push')
        or (rules.rule_table = 'time_shares' and subjects.item = 'slow_progress')
    union
    select
        subjects.figure_id,
        memberships.basis_id
    from subjects
    inner join {{ ref('int_amended_memberships') }} as memberships
        on
            subjects.released_quarter = memberships.released_quarter
            and subjects.town_code = memberships.town_code
    where
        memberships.county_released <> memberships.county_now
        or (
            subjects.item = 'no_effect'
            and memberships.peer_group_released <> memberships.peer_group_now
        )
)

select * from bases
