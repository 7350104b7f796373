-- The periods with the standard versions that are computed for them: the one in force, and for the last month
-- of each quarter every other version as well, so that two can be compared.
with periods as (
    select * from {{ ref('int_periods') }}
),

others as (
    select
        periods.period,
        periods.first_day,
        periods.last_day,
        periods.month,
        versions.standard_version,
        versions.missing_policy,
        shares.months_elapsed / cast(shares.months_of_year as double) as share_of_year
    from {{ ref('int_quarters') }} as quarters
    inner join periods
        on quarters.last_period = periods.period
    inner join {{ ref('standard_versions') }} as versions
        on periods.standard_version <> versions.standard_version
    inner join {{ ref('time_shares') }} as shares
        on versions.standard_version = shares.standard_version and periods.month = shares.month
),

computed as (
    select
        *,
        true as is_in_force
    from periods
    union all
    select
        *,
        false as is_in_force
    from others
)

select * from computed
