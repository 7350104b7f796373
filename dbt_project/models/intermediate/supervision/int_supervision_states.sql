-- A town or county is on the list from the quarter that meets a rule until one in which it is released.
with measures as (
    select
        'town' as level,
        county_code,
        town_code,
        quarter,
        rule,
        figure,
        is_met,
        is_released,
        evidence
    from {{ ref('int_supervision_measures') }}
    union all
    select
        'county' as level,
        county_code,
        '' as town_code,
        quarter,
        rule,
        figure,
        is_met,
        is_released,
        evidence
    from {{ ref('int_supervision_county_measures') }}
),

ever_met as (
    select distinct
        level,
        county_code,
        town_code,
        rule
    from measures
    where is_met
),

every_quarter as (
    select
        ever_met.level,
        ever_met.county_code,
        ever_met.town_code,
        ever_met.rule,
        quarters.quarter,
        quarters.quarter_number,
        quarters.standard_version,
        measures.figure,
        coalesce(measures.is_met, false) as is_met,
        coalesce(measures.is_released, false) and not coalesce(measures.is_met, false) as is_released,
        coalesce(measures.evidence, '本季度无数据，延续上季度') as evidence
    from ever_met
    cross join {{ ref('int_quarters') }} as quarters
    left join measures
        on
            ever_met.level = measures.level
            and ever_met.county_code = measures.county_code
            and ever_met.town_code = measures.town_code
            and ever_met.rule = measures.rule
            and quarters.quarter = measures.quarter
),

-- Listed as long as the last quarter that met the rule is later than the last that released it.
latest as (
    select
        *,
        max(case when is_met then quarter_number end) over (
            partition by level, county_code, town_code, rule order by quarter_number
            rows between unbounded preceding and current row
        ) as last_met,
        coalesce(max(case when is_released then quarter_number end) over (
            partition by level, county_code, town_code, rule order by quarter_number
            rows between unbounded preceding and current row
        ), 0) as last_released
    from every_quarter
),

listed as (
    select
        *,
        coalesce(last_met > last_released, false) as is_listed
    from latest
),

followed as (
    select
        *,
        coalesce(
            lag(is_listed) over (
                partition by level, county_code, town_code, rule order by quarter_number
            ), false
        ) as was_listed
    from listed
),

-- An entry begins where the list is entered and ends with the release.
entries as (
    select
        *,
        sum(case when is_listed and not was_listed then 1 else 0 end) over (
            partition by level, county_code, town_code, rule order by quarter_number
            rows between unbounded preceding and current row
        ) as entry
    from followed
    where is_listed or was_listed
),

dated as (
    select
        *,
        min(quarter) over (partition by level, county_code, town_code, rule, entry) as first_seen,
        max(case when not is_listed then quarter end) over (
            partition by level, county_code, town_code, rule, entry
        ) as released_in,
        sum(case when is_listed then 1 else 0 end) over (
            partition by level, county_code, town_code, rule, entry order by quarter_number
            rows between unbounded preceding and current row
        ) as quarters_listed
    from entries
),

states as (
    select
        level,
        county_code,
        town_code,
        rule,
        quarter,
        standard_version,
        case
            when is_listed and was_listed then 'continued'
            when is_listed then 'listed'
            else 'released'
        end as status,
        first_seen,
        coalesce(released_in, '') as released_in,
        quarters_listed,
        figure,
        evidence
    from dated
)

select * from states
