with periods as (
    select * from {{ ref('int_periods') }}
),

range_of_days as (
    select
        min(first_day) as first_day,
        max(last_day) as last_day
    from periods
    having min(first_day) is not null
),

moments as (
    select {{ dates_between('first_day', 'last_day', 'day') }} as moment
    from range_of_days
),

days as (
    select cast(moment as date) as date_day
    from moments
)

select * from days
