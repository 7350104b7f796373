-- The expected periods: every month from the first to the last received, with the standard that holds in it.
with received as (
    select {{ first_day('period') }} as first_day
    from {{ ref('int_submission_readings') }}
),

range_of_months as (
    select
        min(first_day) as first_month,
        max(first_day) as last_month
    from received
    having min(first_day) is not null
),

months as (
    select {{ dates_between('first_month', 'last_month', 'month') }} as moment
    from range_of_months
),

days as (
    select
        cast(moment as date) as first_day,
        {{ month_end('cast(moment as date)') }} as last_day,
        substr(cast(cast(moment as date) as varchar), 1, 7) as period
    from months
),

dated as (
    select
        days.period,
        days.first_day,
        days.last_day,
        {{ month_number('days.period') }} as month,
        standards.standard_version,
        standards.missing_policy,
        shares.months_elapsed / cast(shares.months_of_year as double) as share_of_year
    from days
    inner join {{ ref('standard_versions') }} as standards
        on {{ holds_in('days.period', 'standards.valid_from', 'standards.valid_to') }}
    inner join {{ ref('time_shares') }} as shares
        on
            standards.standard_version = shares.standard_version
            and {{ month_number('days.period') }} = shares.month
)

select * from dated
