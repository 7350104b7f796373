-- Who is ranked among whom, as released and now, in the released quarters: towns in the city, their county
-- and their peer group, key towns among their peers in the evaluation, counties in the city.
{%- set groups = {
    'rank_city': "'city'", 'rank_county': 'scores.county_code', 'rank_peer': 'scores.peer_group',
} %}
with released as (
    {%- for measure, among in groups.items() %}
        select
            scores.released_quarter,
            'town' as kind,
            scores.town_code as subject,
            scores.period,
            '{{ measure }}' as measure,
            {{ among }} as among,
            scores.{{ measure }} as place
        from {{ ref('stg_released_towns') }} as scores
        union all
    {%- endfor %}
    select
        released_quarter,
        'evaluation' as kind,
        town_code as subject,
        quarter as period,
        'rank_peer' as measure,
        peer_group as among,
        rank_peer as place
    from {{ ref('stg_released_evaluations') }}
    union all
    select
        released_quarter,
        'county' as kind,
        county_code as subject,
        period,
        'rank' as measure,
        'city' as among,
        rank as place
    from {{ ref('stg_released_counties') }}
),

present as (
    {%- for measure, among in groups.items() %}
        select
            months.released_quarter,
            'town' as kind,
            scores.town_code as subject,
            scores.period,
            '{{ measure }}' as measure,
            {{ among }} as among,
            scores.{{ measure }} as place
        from {{ ref('fct_town_score_month') }} as scores
        inner join {{ ref('int_released_months') }} as months
            on scores.period = months.period
        union all
    {%- endfor %}
    select
        quarter as released_quarter,
        'evaluation' as kind,
        town_code as subject,
        quarter as period,
        'rank_peer' as measure,
        peer_group as among,
        rank_peer as place
    from {{ ref('fct_key_town_quarter') }}
    union all
    select
        months.released_quarter,
        'county' as kind,
        scores.county_code as subject,
        scores.period,
        'rank' as measure,
        'city' as among,
        scores.rank as place
    from {{ ref('fct_county_score_month') }} as scores
    inner join {{ ref('int_released_months') }} as months
        on scores.period = months.period
),

ranked as (
    select
        coalesce(present.released_quarter, released.released_quarter) as released_quarter,
        coalesce(present.kind, released.kind) as kind,
        coalesce(present.subject, released.subject) as subject,
        coalesce(present.period, released.period) as period,
        coalesce(present.measure, released.measure) as measure,
        coalesce(released.among, '') as among_released,
        coalesce(present.among, '') as among_now,
        released.place as place_released,
        present.place as place_now
    from released
    full outer join present
        on
            released.released_quarter = present.released_quarter
            and released.kind = present.kind
            and released.subject = present.subject
            and released.period = present.period
            and released.measure = present.measure
)

select * from ranked
