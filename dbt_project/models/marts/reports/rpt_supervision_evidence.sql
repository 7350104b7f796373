-- The files and cells that each entry of the supervision list came from; a county's are those of its towns.
with states as (
    select * from {{ ref('int_supervision_states') }}
),

evidence as (
    select * from {{ ref('int_supervision_evidence') }}
),

of_towns as (
    select
        'town' as level,
        towns.county_code,
        towns.county_name,
        evidence.town_code,
        towns.town_name,
        evidence.quarter,
        evidence.rule,
        evidence.said,
        evidence.value,
        evidence.source_file,
        evidence.sheet,
        evidence.cell,
        evidence.raw_text,
        evidence.received_at,
        evidence.decision_id
    from evidence
    inner join {{ ref('int_quarter_towns') }} as towns
        on evidence.town_code = towns.town_code and evidence.quarter = towns.quarter
),

-- All towns of a county share what is said of its reports.
of_counties as (
    select distinct
        'county' as level,
        of_towns.county_code,
        of_towns.county_name,
        case when states.rule = 'weak_push' then '' else of_towns.town_code end as town_code,
        case when states.rule = 'weak_push' then '' else of_towns.town_name end as town_name,
        of_towns.quarter,
        of_towns.rule,
        of_towns.said,
        of_towns.value,
        of_towns.source_file,
        of_towns.sheet,
        of_towns.cell,
        of_towns.raw_text,
        of_towns.received_at,
        of_towns.decision_id
    from states
    inner join of_towns
        on
            states.county_code = of_towns.county_code
            and states.quarter = of_towns.quarter
            and states.rule = of_towns.rule
    left join {{ ref('int_supervision_measures') }} as measures
        on
            of_towns.town_code = measures.town_code
            and of_towns.quarter = measures.quarter
            and of_towns.rule = measures.rule
    where states.level = 'county' and (states.rule = 'weak_push' or measures.is_met)
),

everything as (
    select
        level,
        county_code,
        county_name,
        town_code,
        town_name,
        quarter,
        rule,
        said,
        value,
        source_file,
        sheet,
        cell,
        raw_text,
        received_at,
        decision_id
    from of_towns
    union all
    select * from of_counties
),

named as (
    select
        everything.level,
        everything.county_code,
        everything.county_name,
        everything.town_code,
        everything.town_name,
        everything.quarter,
        everything.rule,
        rules.name_zh as rule_name,
        rules.clause,
        everything.said,
        coalesce(everything.value, '') as value,
        everything.source_file,
        everything.sheet,
        everything.cell,
        everything.raw_text,
        everything.received_at,
        everything.decision_id
    from everything
    inner join {{ ref('int_quarters') }} as quarters
        on everything.quarter = quarters.quarter
    inner join {{ ref('supervision_rules') }} as rules
        on quarters.standard_version = rules.standard_version and everything.rule = rules.rule
)

select * from named
