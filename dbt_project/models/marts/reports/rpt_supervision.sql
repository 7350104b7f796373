with states as (
    select * from {{ ref('int_supervision_states') }}
),

settings as (
    select
        standard_version,
        max(case when parameter = 'county_listed_from_one_in' then value end) as one_in,
        max(case when parameter = 'restricting_rules' then value end) as restricting_rules
    from {{ ref('parameters') }}
    group by standard_version
),

town_counts as (
    select
        county_code,
        count(*) as towns
    from {{ ref('towns') }}
    group by county_code
),

-- A county is on the list where so many of its towns are; its own reports are those of all its towns.
counties as (
    select
        states.county_code,
        states.rule,
        states.quarter,
        states.standard_version,
        count(*) as towns_listed,
        max(town_counts.towns) as towns,
        max(case when states.rule = 'weak_push' then states.evidence else '' end) as reports
    from states
    inner join town_counts
        on states.county_code = town_counts.county_code
    where states.status <> 'released'
    group by states.county_code, states.rule, states.quarter, states.standard_version
),

county_entries as (
    select counties.*
    from counties
    inner join settings
        on counties.standard_version = settings.standard_version
    where counties.towns_listed * settings.one_in >= counties.towns
),

entries as (
    select
        'town' as level,
        county_code,
        town_code,
        rule,
        quarter,
        standard_version,
        status,
        cast(figure as double) as figure,
        evidence,
        source_files,
        cells
    from states
    union all
    select
        'county' as level,
        county_code,
        '' as town_code,
        rule,
        quarter,
        standard_version,
        'listed' as status,
        cast(towns_listed as double) as figure,
        concat(
            '所辖', cast(towns as varchar), '个镇中', cast(towns_listed as varchar), '个列入',
            case when reports = '' then '' else concat('：', reports) end
        ) as evidence,
        '' as source_files,
        '' as cells
    from county_entries
),

restricted as (
    select
        entries.level,
        entries.county_code,
        entries.town_code,
        entries.quarter,
        max(case when rules.restricts_alone then 1 else 0 end) = 1
        or count(*) >= max(settings.restricting_rules) as is_restricted
    from entries
    inner join settings
        on entries.standard_version = settings.standard_version
    inner join {{ ref('supervision_rules') }} as rules
        on entries.standard_version = rules.standard_version and entries.rule = rules.rule
    where entries.status <> 'released'
    group by entries.level, entries.county_code, entries.town_code, entries.quarter
),

named as (
    select
        entries.quarter,
        entries.level,
        entries.county_code,
        counties.county_name,
        entries.town_code,
        coalesce(towns.town_name, '') as town_name,
        entries.rule,
        rules.name_zh as rule_name,
        entries.status,
        case entries.status
            when 'listed' then '列入'
            when 'continued' then '继续督帮'
            else '解除'
        end as status_name,
        entries.figure,
        entries.evidence,
        entries.source_files,
        entries.cells,
        entries.status <> 'released' and coalesce(restricted.is_restricted, false) as is_restricted
    from entries
    inner join {{ ref('supervision_rules') }} as rules
        on entries.standard_version = rules.standard_version and entries.rule = rules.rule
    inner join {{ ref('dim_county') }} as counties
        on entries.county_code = counties.county_code
    left join {{ ref('dim_town') }} as towns
        on entries.town_code = towns.town_code
    left join restricted
        on
            entries.level = restricted.level
            and entries.county_code = restricted.county_code
            and entries.town_code = restricted.town_code
            and entries.quarter = restricted.quarter
)

select * from named
