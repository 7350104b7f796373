-- What each town is in each month, in words: its county, its peer group, whether it is a heritage town.
with town_periods as (
    select * from {{ ref('int_town_periods') }}
),

heritage as (
    select distinct
        periods.period,
        key_towns.town_code
    from {{ ref('int_periods') }} as periods
    inner join {{ ref('key_towns') }} as key_towns
        on {{ holds_on('periods.last_day', 'key_towns.valid_from', 'key_towns.valid_to') }}
    where key_towns.designation = 'heritage'
),

named as (
    select
        town_periods.county_code,
        town_periods.county_name,
        town_periods.town_code,
        town_periods.town_name,
        town_periods.period,
        town_periods.peer_group,
        designations.name_zh as peer_group_name,
        designations.is_key_town,
        heritage.town_code is not null as is_heritage_town
    from town_periods
    inner join {{ ref('designations') }} as designations
        on town_periods.peer_group = designations.designation
    left join heritage
        on town_periods.town_code = heritage.town_code and town_periods.period = heritage.period
)

select * from named
