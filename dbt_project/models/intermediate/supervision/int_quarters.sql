-- The quarters of the expected periods.
with periods as (
    select
        *,
        {{ quarter_of('period') }} as quarter
    from {{ ref('int_periods') }}
),

quarters as (
    select
        quarter,
        {{ quarter_number('quarter') }} as quarter_number,
        substr(quarter, 1, 4) as year,
        min(period) as first_period,
        max(period) as last_period,
        max(standard_version) as standard_version
    from periods
    group by quarter
)

select * from quarters
