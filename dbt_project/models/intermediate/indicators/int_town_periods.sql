-- Every town that there is on the last day of an expected period, with its peer group: the highest tier that
-- it holds on that day.
with periods as (
    select * from {{ ref('int_periods') }}
),

towns as (
    select * from {{ ref('int_town_history') }}
),

held as (
    select
        periods.period,
        key_towns.town_code,
        min(designations.tier) as tier
    from periods
    inner join {{ ref('key_towns') }} as key_towns
        on {{ holds_on('periods.last_day', 'key_towns.valid_from', 'key_towns.valid_to') }}
    inner join {{ ref('designations') }} as designations
        on key_towns.designation = designations.designation
    where designations.tier is not null
    group by periods.period, key_towns.town_code
),

tiers as (
    select
        *,
        max(tier) over () as lowest_tier
    from {{ ref('designations') }}
    where tier is not null
),

grouped as (
    select
        towns.county_code,
        towns.county_name,
        towns.town_code,
        towns.town_name,
        periods.period,
        periods.standard_version,
        tiers.designation as peer_group
    from towns
    inner join periods
        on {{ holds_on('periods.last_day', 'towns.valid_from', 'towns.valid_to') }}
    left join held
        on towns.town_code = held.town_code and periods.period = held.period
    inner join tiers
        on coalesce(held.tier, tiers.lowest_tier) = tiers.tier
)

select * from grouped
