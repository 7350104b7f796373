-- The rules on counties: a county meets a rule where so many of its towns do, and is released where fewer
-- than that many of them fall short of the release; its reports are judged by themselves.
with measures as (
    select
        measures.*,
        quarters.standard_version
    from {{ ref('int_supervision_measures') }} as measures
    inner join {{ ref('int_quarters') }} as quarters
        on measures.quarter = quarters.quarter
),

settings as (
    select
        standard_version,
        value as one_in
    from {{ ref('parameters') }}
    where parameter = 'county_listed_from_one_in'
),

town_counts as (
    select
        county_code,
        quarter,
        count(*) as towns
    from {{ ref('int_quarter_towns') }}
    group by county_code, quarter
),

counted as (
    select
        measures.county_code,
        measures.quarter,
        measures.standard_version,
        measures.rule,
        sum(case when measures.is_met then 1 else 0 end) as towns_meeting,
        sum(case when measures.is_released then 0 else 1 end) as towns_short,
        coalesce({{ joined_text(
            "case when measures.is_met then towns.town_name end", "'、'", "measures.town_code"
        ) }}, '') as names
    from measures
    inner join {{ ref('int_quarter_towns') }} as towns
        on measures.town_code = towns.town_code and measures.quarter = towns.quarter
    where measures.rule <> 'weak_push'
    group by measures.county_code, measures.quarter, measures.standard_version, measures.rule
),

by_towns as (
    select
        counted.county_code,
        counted.quarter,
        counted.rule,
        counted.towns_meeting as figure,
        counted.towns_meeting * settings.one_in >= town_counts.towns as is_met,
        counted.towns_short * settings.one_in < town_counts.towns as is_released,
        concat(
            '所辖', cast(town_counts.towns as varchar), '个镇中', cast(counted.towns_meeting as varchar), '个符合',
            case when counted.names = '' then '' else concat('：', counted.names) end
        ) as evidence
    from counted
    inner join settings
        on counted.standard_version = settings.standard_version
    inner join town_counts
        on counted.county_code = town_counts.county_code and counted.quarter = town_counts.quarter
),

by_reports as (
    select distinct
        county_code,
        quarter,
        rule,
        figure,
        is_met,
        is_released,
        evidence
    from measures
    where rule = 'weak_push'
),

measured as (
    select * from by_towns
    union all
    select * from by_reports
)

select * from measured
