-- By when a ledger of a county and period is due: the day of the rule, unless an exception or a decision
-- names another; a day within a public holiday gives way to the first one after it.
with submitted as (
    select * from {{ ref('int_submission_readings') }}
),

periods as (
    select
        period,
        {{ first_day('period') }} as first_day
    from submitted
    group by period
    union
    select
        period,
        first_day
    from {{ ref('int_periods') }}
),

counties as (
    select county_code from submitted
    union
    select county_code from {{ ref('int_town_history') }}
),

ledgers as (
    select ledger from {{ ref('ledgers') }}
    union
    select ledger from {{ ref('int_submitted_ledgers') }}
),

by_rule as (
    select
        counties.county_code,
        periods.period,
        ledgers.ledger,
        {{ day_of_next_month('periods.first_day', 'rules.due_day') }} as due_date
    from periods
    cross join counties
    cross join ledgers
    inner join {{ ref('deadline_rules') }} as rules
        on {{ holds_in('periods.period', 'rules.valid_from', 'rules.valid_to') }}
    where periods.first_day is not null
),

exceptions as (
    select
        county_code,
        period,
        ledger,
        due_date,
        cast(decided_on as timestamp) as decided_at,
        '' as decision_id
    from {{ ref('deadline_exceptions') }}
    {% if var('as_of') %}
        where decided_on <= cast({{ as_of_moment() }} as date)
    {% endif %}
    union all
    select
        nullif(county_code, '') as county_code,
        period,
        nullif(ledger, '') as ledger,
        due_date,
        decided_at,
        decision_id
    from {{ ref('int_decisions') }}
    where kind = 'extend' and is_in_force
),

ranked as (
    select
        by_rule.county_code,
        by_rule.period,
        by_rule.ledger,
        coalesce(exceptions.due_date, by_rule.due_date) as due_date,
        coalesce(exceptions.decision_id, '') as extended_by,
        row_number() over (
            partition by by_rule.county_code, by_rule.period, by_rule.ledger
            order by exceptions.decided_at desc nulls last, exceptions.due_date desc
        ) as recency
    from by_rule
    left join exceptions
        on
            by_rule.period = exceptions.period
            and by_rule.county_code = coalesce(exceptions.county_code, by_rule.county_code)
            and by_rule.ledger = coalesce(exceptions.ledger, by_rule.ledger)
),

due as (
    select
        ranked.county_code,
        ranked.period,
        ranked.ledger,
        {{ day_after('max(holidays.last_day)', 'max(ranked.due_date)') }} as due_date,
        max(ranked.extended_by) as extended_by
    from ranked
    left join {{ ref('public_holidays') }} as holidays
        on ranked.due_date >= holidays.first_day and ranked.due_date <= holidays.last_day
    where ranked.recency = 1
    group by ranked.county_code, ranked.period, ranked.ledger
),

timed as (
    select
        *,
        {{ last_second('due_date') }} as due_at
    from due
)

select * from timed
