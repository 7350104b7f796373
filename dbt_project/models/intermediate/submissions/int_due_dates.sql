-- By when a ledger of a county and period is due: the day of the rule, unless an exception names another.
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
    select county_code from {{ ref('towns') }}
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
    select * from {{ ref('deadline_exceptions') }}
    {% if var('as_of') %}
        where decided_on <= cast({{ as_of_moment() }} as date)
    {% endif %}
),

ranked as (
    select
        by_rule.county_code,
        by_rule.period,
        by_rule.ledger,
        coalesce(exceptions.due_date, by_rule.due_date) as due_date,
        row_number() over (
            partition by by_rule.county_code, by_rule.period, by_rule.ledger
            order by exceptions.decided_on desc nulls last, exceptions.due_date desc
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
        county_code,
        period,
        ledger,
        due_date,
        {{ last_second('due_date') }} as due_at
    from ranked
    where recency = 1
)

select * from due
