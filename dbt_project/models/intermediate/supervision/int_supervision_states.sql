-- A town is on the list from the quarter in which it meets a rule until one in which it is released.
with measures as (
    select
        measures.*,
        quarters.quarter_number
    from {{ ref('int_supervision_measures') }} as measures
    inner join {{ ref('int_quarters') }} as quarters
        on measures.quarter = quarters.quarter
),

rules as (
    select distinct
        county_code,
        town_code,
        rule
    from measures
    where is_met
),

every_quarter as (
    select
        rules.county_code,
        rules.town_code,
        rules.rule,
        quarters.quarter,
        quarters.quarter_number,
        quarters.standard_version,
        measures.figure,
        coalesce(measures.is_met, false) as is_met,
        coalesce(measures.is_released, false) and not coalesce(measures.is_met, false) as is_released,
        measures.evidence,
        measures.source_files,
        measures.cells
    from rules
    cross join {{ ref('int_quarters') }} as quarters
    left join measures
        on
            rules.town_code = measures.town_code
            and rules.rule = measures.rule
            and quarters.quarter = measures.quarter
),

-- Listed as long as the last quarter that met the rule is later than the last that released it.
latest as (
    select
        *,
        max(case when is_met then quarter_number end) over (
            partition by town_code, rule order by quarter_number
            rows between unbounded preceding and current row
        ) as last_met,
        coalesce(max(case when is_released then quarter_number end) over (
            partition by town_code, rule order by quarter_number
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
            lag(is_listed) over (partition by town_code, rule order by quarter_number), false
        ) as was_listed
    from listed
),

states as (
    select
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
        figure,
        coalesce(evidence, '') as evidence,
        coalesce(source_files, '') as source_files,
        coalesce(cells, '') as cells
    from followed
    where is_listed or was_listed
)

select * from states
