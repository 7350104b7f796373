-- What the amended figures of towns (functions, totals, their own part in ranks, evaluations) rest on that is
-- not as released: what their indicators rest on, the weights, the group in which they are ranked.
with figures as (
    select * from {{ ref('int_amended_figures') }}
),

rules as (
    select * from {{ ref('int_amended_rules') }}
),

memberships as (
    select * from {{ ref('int_amended_memberships') }}
),

functions as (
    select distinct
        indicator,
        function
    from {{ ref('indicators') }}
),

of_indicators as (
    select distinct
        figures.released_quarter,
        figures.town_code,
        figures.period,
        functions.function,
        links.basis_id
    from {{ ref('int_amended_indicators') }} as links
    inner join figures
        on links.figure_id = figures.figure_id
    inner join functions
        on figures.item = functions.indicator
),

weights as (
    select
        rules.released_quarter,
        rules.period,
        functions.function,
        rules.basis_id
    from rules
    inner join functions
        on rules.rule_key = functions.indicator
    where rules.rule_table = 'indicators' and rules.attribute in ('weight', 'function')
),

is_own as (
    select
        ranks.figure_id,
        scores.released_quarter,
        scores.town_code,
        scores.period
    from figures as ranks
    inner join figures as scores
        on
            ranks.released_quarter = scores.released_quarter
            and ranks.kind = scores.kind
            and ranks.town_code = scores.town_code
            and ranks.period = scores.period
    where ranks.kind = 'town' and scores.measure = 'score'
),

bases as (
    select
        figures.figure_id,
        of_indicators.basis_id
    from figures
    inner join of_indicators
        on
            figures.released_quarter = of_indicators.released_quarter
            and figures.town_code = of_indicators.town_code
            and figures.period = of_indicators.period
            and figures.item = of_indicators.function
    where figures.kind = 'function'
    union
    select
        figures.figure_id,
        weights.basis_id
    from figures
    inner join weights
        on
            figures.released_quarter = weights.released_quarter
            and figures.period = weights.period
            and figures.item = weights.function
    where figures.kind = 'function'
    union
    select
        is_own.figure_id,
        of_indicators.basis_id
    from is_own
    inner join of_indicators
        on
            is_own.released_quarter = of_indicators.released_quarter
            and is_own.town_code = of_indicators.town_code
            and is_own.period = of_indicators.period
    union
    select
        is_own.figure_id,
        weights.basis_id
    from is_own
    inner join weights
        on is_own.released_quarter = weights.released_quarter and is_own.period = weights.period
    union
    select
        figures.figure_id,
        memberships.basis_id
    from figures
    inner join memberships
        on
            figures.released_quarter = memberships.released_quarter
            and figures.town_code = memberships.town_code
            and figures.period = memberships.period
    where
        figures.kind in ('town', 'function')
        and (
            memberships.is_on_one_side
            or (figures.measure = 'rank_county' and memberships.county_released <> memberships.county_now)
            or (
                figures.measure = 'rank_peer'
                and memberships.peer_group_released <> memberships.peer_group_now
            )
        )
    union
    select
        figures.figure_id,
        of_indicators.basis_id
    from figures
    inner join of_indicators
        on
            figures.released_quarter = of_indicators.released_quarter
            and figures.town_code = of_indicators.town_code
    where figures.kind = 'evaluation' and figures.measure <> 'invested_this_year'
    union
    select
        figures.figure_id,
        reported.basis_id
    from figures
    inner join {{ ref('int_amended_values') }} as reported
        on
            figures.released_quarter = reported.released_quarter
            and figures.town_code = reported.town_code
            and reported.ledger = 'projects'
            and reported.field = 'cumulative_investment'
    where figures.kind = 'evaluation' and figures.measure = 'invested_this_year'
    union
    select
        figures.figure_id,
        rules.basis_id
    from figures
    inner join rules
        on figures.released_quarter = rules.released_quarter
    where
        figures.kind = 'evaluation'
        and figures.measure <> 'invested_this_year'
        and (
            (rules.rule_table = 'indicators' and rules.attribute in ('weight', 'set_by'))
            or rules.rule_table = 'grade_bands'
            or rules.rule_key in ('capped_grade_position', 'plan_target_tolerance')
        )
    union
    select
        figures.figure_id,
        memberships.basis_id
    from figures
    inner join memberships
        on
            figures.released_quarter = memberships.released_quarter
            and figures.town_code = memberships.town_code
    where figures.kind = 'evaluation'
)

select * from bases
