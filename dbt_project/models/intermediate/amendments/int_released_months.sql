-- The months of the released quarters, with the standard that held in each when it was released, and now.
with quarters as (
    select * from {{ ref('int_released_quarters') }}
),

released as (
    select distinct
        released_quarter,
        period,
        standard_version
    from {{ ref('stg_released_counties') }}
),

months as (
    select
        quarters.released_quarter,
        periods.period,
        released.standard_version as released_version,
        periods.standard_version as present_version
    from quarters
    inner join {{ ref('int_periods') }} as periods
        on quarters.first_period <= periods.period and quarters.last_period >= periods.period
    left join released
        on quarters.released_quarter = released.released_quarter and periods.period = released.period
)

select * from months
