-- Every figure of a released quarter that is not what was released, both as far as there is one.
with released as (
    {{ stated_figures(is_released=true) }}
),

now_stated as (
    {{ stated_figures(is_released=false) }}
),

present as (
    select now_stated.*
    from now_stated
    inner join {{ ref('int_released_quarters') }} as quarters
        on now_stated.released_quarter = quarters.released_quarter
),

compared as (
    select
        coalesce(present.released_quarter, released.released_quarter) as released_quarter,
        coalesce(present.kind, released.kind) as kind,
        coalesce(present.county_code, released.county_code) as county_code,
        coalesce(present.town_code, released.town_code) as town_code,
        coalesce(present.item, released.item) as item,
        coalesce(present.period, released.period) as period,
        coalesce(present.measure, released.measure) as measure,
        released.number as number_released,
        present.number as number_now,
        released.text as text_released,
        present.text as text_now,
        released.kind is null or present.kind is null as is_on_one_side
    from released
    full outer join present
        on
            released.released_quarter = present.released_quarter
            and released.kind = present.kind
            and released.county_code = present.county_code
            and released.town_code = present.town_code
            and released.item = present.item
            and released.period = present.period
            and released.measure = present.measure
),

amended as (
    select
        *,
        {{ hashed(['released_quarter', 'kind', 'county_code', 'town_code', 'item', 'period', 'measure']) }}
            as figure_id
    from compared
    where
        {{ without_noise('coalesce(number_released, -1e18)') }}
        <> {{ without_noise('coalesce(number_now, -1e18)') }}
        or coalesce(text_released, '') <> coalesce(text_now, '')
)

select * from amended
