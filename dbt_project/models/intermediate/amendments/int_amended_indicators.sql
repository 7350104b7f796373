-- What the amended figures of single indicators rest on that is not as released: the values that they read,
-- what the standard says of them, the town's designations. One that reads none, of a town that had no score
-- or has none any more, rests on all of the town's values.
with figures as (
    select * from {{ ref('int_amended_figures') }}
    where kind = 'indicator'
),

reported as (
    select * from {{ ref('int_amended_values') }}
),

rules as (
    select * from {{ ref('int_amended_rules') }}
),

memberships as (
    select * from {{ ref('int_amended_memberships') }}
),

sources as (
    select
        released_quarter,
        town_code,
        indicator,
        period,
        ledger,
        record_key,
        field
    from {{ ref('stg_released_sources') }}
    union
    select
        months.released_quarter,
        sources.town_code,
        sources.indicator,
        sources.period,
        sources.ledger,
        sources.record_key,
        sources.field
    from {{ ref('fct_indicator_source') }} as sources
    inner join {{ ref('int_released_months') }} as months
        on sources.period = months.period
),

described as (
    select
        months.released_quarter,
        months.period,
        indicators.indicator,
        indicators.function,
        indicators.method,
        indicators.numerator,
        indicators.denominator,
        indicators.applies_to,
        methods.value_rule,
        methods.is_time_proportional
    from {{ ref('int_released_months') }} as months
    inner join {{ ref('indicators') }} as indicators
        on months.present_version = indicators.standard_version
    inner join {{ ref('methods') }} as methods
        on indicators.standard_version = methods.standard_version and indicators.method = methods.method
),

of_cells as (
    select distinct
        figures.figure_id,
        reported.basis_id
    from figures
    inner join sources
        on
            figures.released_quarter = sources.released_quarter
            and figures.town_code = sources.town_code
            and figures.item = sources.indicator
            and figures.period = sources.period
    inner join reported
        on
            sources.released_quarter = reported.released_quarter
            and sources.town_code = reported.town_code
            and sources.period = reported.period
            and sources.ledger = reported.ledger
            and sources.record_key = reported.record_key
            and sources.field = reported.field
),

bases as (
    select * from of_cells
    union
    select
        figures.figure_id,
        reported.basis_id
    from figures
    inner join reported
        on
            figures.released_quarter = reported.released_quarter
            and figures.town_code = reported.town_code
            and figures.period = reported.period
    left join of_cells
        on figures.figure_id = of_cells.figure_id
    where figures.is_on_one_side and of_cells.figure_id is null
    union
    select
        figures.figure_id,
        rules.basis_id
    from figures
    inner join rules
        on figures.released_quarter = rules.released_quarter and figures.period = rules.period
    left join described
        on
            figures.released_quarter = described.released_quarter
            and figures.period = described.period
            and figures.item = described.indicator
    where
        case rules.rule_table
            when 'indicators'
                then rules.rule_key = figures.item and rules.attribute not in ('weight', 'set_by')
            when 'standard_versions' then coalesce(figures.number_now, 0) = 0
            when 'methods' then rules.rule_key = described.method
            when 'stage_scores' then described.value_rule = 'stage'
            when 'deadline_scores' then described.value_rule = 'deadline'
            when 'time_shares'
                then
                    described.is_time_proportional
                    and rules.rule_key = cast({{ month_number('figures.period') }} as varchar)
            when 'ledger_preferences' then rules.rule_key like concat(described.function, '/%')
            when 'project_conditions'
                then
                    rules.rule_key like concat(described.numerator, '/%')
                    or rules.rule_key like concat(described.denominator, '/%')
            when 'applicability' then rules.rule_key like concat(described.applies_to, '/%')
            when 'expected_ledgers' then rules.attribute = 'makes_town_scored' and figures.is_on_one_side
            else false
        end
        -- What the standard says of an indicator lets no figure appear, unless the indicator is new.
        and (
            not figures.is_on_one_side
            or rules.rule_table = 'expected_ledgers'
            or (rules.rule_table = 'indicators' and '' in (rules.content_released, rules.content_now))
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
            and figures.period = memberships.period
    left join described
        on
            figures.released_quarter = described.released_quarter
            and figures.period = described.period
            and figures.item = described.indicator
    where memberships.is_on_one_side or described.applies_to <> 'all'
)

select * from bases
