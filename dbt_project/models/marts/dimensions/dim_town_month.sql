with standing as (
    select * from {{ ref('int_town_standing') }}
),

held as (
    select
        periods.period,
        key_towns.town_code,
        {{ joined_text("key_towns.designation", "','", "key_towns.designation") }} as designations
    from {{ ref('int_periods') }} as periods
    inner join {{ ref('key_towns') }} as key_towns
        on {{ holds_on('periods.last_day', 'key_towns.valid_from', 'key_towns.valid_to') }}
    group by periods.period, key_towns.town_code
),

months as (
    select
        standing.town_code,
        standing.town_name,
        standing.period,
        standing.county_code,
        standing.county_name,
        standing.peer_group,
        standing.peer_group_name,
        coalesce(held.designations, '') as designations
    from standing
    left join held
        on standing.town_code = held.town_code and standing.period = held.period
)

select * from months
