{{ config(materialized='incremental') }}
-- Status, value and score of each measure, by the value rule of its method.
with measures as (
    select * from {{ ref('int_indicator_measures') }}
    where {{ is_rebuilt('period') }}
),

staged as (
    select
        measures.*,
        stages.score as stage_score
    from measures
    left join {{ ref('stage_scores') }} as stages
        on measures.standard_version = stages.standard_version and measures.written = stages.stage
),

with_status as (
    select
        *,
        case
            when not is_applicable then 'not_applicable'
            when value_rule = 'deadline' and is_numerator_complete then 'ok'
            when value_rule = 'deadline' and last_day >= {{ cast_or_null('target', 'date') }} then 'ok'
            when value_rule = 'deadline' then 'not_due'
            when value_rule = 'present_of_several' and numerator_terms_found > 0 then 'ok'
            when has_denominator and is_denominator_complete and denominator_amount = 0 then 'not_applicable'
            when has_denominator and not is_denominator_complete then 'missing'
            when not is_numerator_complete or (value_rule = 'stage' and stage_score is null) then 'missing'
            else 'ok'
        end as status,
        case
            when not is_applicable then null
            when value_rule = 'present_of_several' and numerator_terms_found > 0 then present
            when value_rule in ('present_of_several', 'deadline') then null
            when is_numerator_complete then numerator_amount
        end as numerator,
        case when is_applicable and is_denominator_complete then denominator_amount end as denominator
    from staged
),

deadlines as (
    select
        standard_version,
        max(case when outcome = 'on_time' then score end) as on_time_score,
        max(case when outcome = 'late' then score end) as late_score,
        max(case when outcome = 'overdue' then score end) as overdue_score
    from {{ ref('deadline_scores') }}
    group by standard_version
),

with_value as (
    select
        with_status.*,
        case
            when with_status.written is null then deadlines.overdue_score
            when with_status.written <= with_status.target then deadlines.on_time_score
            else deadlines.late_score
        end as deadline_score,
        case
            when with_status.status <> 'ok' then null
            when with_status.value_rule = 'quotient'
                then with_status.factor * with_status.numerator / with_status.denominator
            when with_status.value_rule = 'growth'
                then with_status.factor * (with_status.numerator / with_status.denominator - 1)
            when with_status.value_rule = 'presence' then with_status.present
            when with_status.value_rule in ('amount', 'present_of_several') then with_status.numerator
            when with_status.value_rule = 'stage' then with_status.stage_score
        end as value
    from with_status
    left join deadlines
        on with_status.standard_version = deadlines.standard_version
),

scored as (
    select
        county_code,
        town_code,
        indicator,
        period,
        function,
        weight,
        standard_version,
        is_in_force,
        cast(numerator as double) as numerator,
        cast(denominator as double) as denominator,
        cast(value as double) as value,
        case when value_rule in ('stage', 'deadline') and status = 'ok' then written end as value_text,
        cast(case
            when status = 'missing' and missing_policy = 'zero' then 0
            when status <> 'ok' then null
            when value_rule = 'deadline' then deadline_score
            when value_rule = 'stage' then stage_score
            else {{ score_by_target('value', cast_or_null('target', 'double') ~ ' * share_of_year') }}
        end as double) as score,
        status
    from with_value
)

select * from scored
