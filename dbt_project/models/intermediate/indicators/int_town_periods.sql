-- Every town in every expected period, with its peer group: the highest tier that it holds on the last day.
with periods as (
    select * from {{ ref('int_periods') }}
),

towns as (
    select * from {{ ref('towns') }}
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
        towns.town_code,
        periods.period,
        periods.standard_version,
        tiers.designation as peer_group
    from towns
    cross join periods
    left join held
        on towns.town_code = held.town_code and periods.period = held.period
    inner join tiers
        on coalesce(held.tier, tiers.lowest_tier) = tiers.tier
)

select * from grouped
