-- The towns that in a month of a released quarter were something else when it was released than they are now:
-- in another county, of another tier, merged, or none yet.
with released as (
    select memberships.*
    from {{ ref('stg_released_memberships') }} as memberships
    inner join {{ ref('int_released_months') }} as months
        on
            memberships.released_quarter = months.released_quarter
            and memberships.period = months.period
),

present as (
    select
        months.released_quarter,
        towns.*
    from {{ ref('dim_town_month') }} as towns
    inner join {{ ref('int_released_months') }} as months
        on towns.period = months.period
),

compared as (
    select
        coalesce(present.released_quarter, released.released_quarter) as released_quarter,
        coalesce(present.town_code, released.town_code) as town_code,
        coalesce(present.period, released.period) as period,
        coalesce(released.county_code, '') as county_released,
        coalesce(present.county_code, '') as county_now,
        coalesce(released.peer_group, '') as peer_group_released,
        coalesce(present.peer_group, '') as peer_group_now,
        coalesce(released.designations, '') as designations_released,
        coalesce(present.designations, '') as designations_now,
        released.town_code is null or present.town_code is null as is_on_one_side
    from released
    full outer join present
        on
            released.released_quarter = present.released_quarter
            and released.town_code = present.town_code
            and released.period = present.period
),

amended as (
    select
        *,
        concat(
            period, ' ', town_code, '：',
            case
                when county_released = '' then '无'
                else concat(county_released, ' ', peer_group_released, ' ', designations_released)
            end, '→',
            case
                when county_now = '' then '无'
                else concat(county_now, ' ', peer_group_now, ' ', designations_now)
            end
        ) as said,
        {{ hashed(['released_quarter', 'town_code', 'period']) }} as basis_id
    from compared
    where
        county_released <> county_now
        or peer_group_released <> peer_group_now
        or designations_released <> designations_now
)

select * from amended
