-- A town or county is on the list from the quarter that meets a rule until one in which it is released, or in
-- which there is no such town any more.
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

towns as (
    select * from {{ ref('int_quarter_towns') }}
),

subjects as (
    select
        'town' as level,
        town_code as subject,
        quarter,
        county_code,
        town_code
    from towns
    union all
    select distinct
        'county' as level,
        county_code as subject,
        quarter,
        county_code,
        '' as town_code
    from towns
),

ever_met as (
    select distinct
        level,
        case level when 'town' then town_code else county_code end as subject,
        rule
    from measures
    where is_met
),

every_quarter as (
    select
        ever_met.level,
        ever_met.subject,
        subjects.county_code,
        subjects.town_code,
        ever_met.rule,
        quarters.quarter,
        quarters.quarter_number,
        quarters.standard_version,
        measures.figure,
        coalesce(measures.is_met, false) as is_met,
        coalesce(measures.is_released, false) and not coalesce(measures.is_met, false) as is_released,
        coalesce(measures.evidence, '本季度无数据，延续上季度') as evidence
    from ever_met
    inner join subjects
        on ever_met.level = subjects.level and ever_met.subject = subjects.subject
    inner join {{ ref('int_quarters') }} as quarters
        on subjects.quarter = quarters.quarter
    left join measures
        on
            ever_met.level = measures.level
            and subjects.county_code = measures.county_code
            and subjects.town_code = measures.town_code
            and ever_met.rule = measures.rule
            and quarters.quarter = measures.quarter
),

-- Listed as long as the last quarter that met the rule is later than the last that released it.
latest as (
    select
        *,
        max(case when is_met then quarter_number end) over (
            partition by level, subject, rule order by quarter_number
            rows between unbounded preceding and current row
        ) as last_met,
        coalesce(max(case when is_released then quarter_number end) over (
            partition by level, subject, rule order by quarter_number
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
                partition by level, subject, rule order by quarter_number
            ), false
        ) as was_listed
    from listed
),

-- An entry begins where the list is entered and ends with the release.
entries as (
    select
        *,
        sum(case when is_listed and not was_listed then 1 else 0 end) over (
            partition by level, subject, rule order by quarter_number
            rows between unbounded preceding and current row
        ) as entry
    from followed
    where is_listed or was_listed
),

dated as (
    select
        *,
        min(quarter) over (partition by level, subject, rule, entry) as first_seen,
        max(case when not is_listed then quarter end) over (
            partition by level, subject, rule, entry
        ) as released_in,
        max(quarter_number) over (partition by level, subject, rule, entry) = (
            select max(quarters.quarter_number) from {{ ref('int_quarters') }} as quarters
        ) as reaches_the_present,
        sum(case when is_listed then 1 else 0 end) over (
            partition by level, subject, rule, entry order by quarter_number
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
        released_in is null and reaches_the_present as is_still_open,
        quarters_listed,
        figure,
        evidence
    from dated
)

select * from states
