with states as (
    select * from {{ ref('int_supervision_states') }}
),

settings as (
    select
        standard_version,
        max(case when parameter = 'county_listed_from_one_in' then value end) as one_in,
        max(case when parameter = 'restricting_rules' then value end) as restricting_rules,
        max(case when parameter = 'no_effect_gain' then value end) as gain
    from {{ ref('parameters') }}
    group by standard_version
),

rules as (
    select
        rules.standard_version,
        rules.rule,
        rules.name_zh,
        rules.clause,
        rules.restricts_alone,
        settings.one_in,
        settings.restricting_rules,
        {{ with_limits('rules.entry_zh') }} as entry_condition,
        {{ with_limits('rules.release_zh') }} as release_condition
    from {{ ref('supervision_rules') }} as rules
    inner join settings
        on rules.standard_version = settings.standard_version
),

restricted as (
    select
        states.level,
        states.county_code,
        states.town_code,
        states.quarter,
        max(case when rules.restricts_alone then 1 else 0 end) = 1
        or count(*) >= max(rules.restricting_rules) as is_restricted
    from states
    inner join rules
        on states.standard_version = rules.standard_version and states.rule = rules.rule
    where states.status <> 'released'
    group by states.level, states.county_code, states.town_code, states.quarter
),

files as (
    select
        level,
        county_code,
        town_code,
        quarter,
        rule,
        source_file,
        {{ joined_text(
            "case when cell <> '' then concat(sheet, '!', cell) end", "','", "concat(sheet, '!', cell)"
        ) }} as cells
    from {{ ref('rpt_supervision_evidence') }}
    where level = 'town' and source_file <> ''
    group by level, county_code, town_code, quarter, rule, source_file
    union all
    select
        level,
        county_code,
        '' as town_code,
        quarter,
        rule,
        source_file,
        {{ joined_text(
            "case when cell <> '' then concat(sheet, '!', cell) end", "','", "concat(sheet, '!', cell)"
        ) }} as cells
    from {{ ref('rpt_supervision_evidence') }}
    where level = 'county' and source_file <> ''
    group by level, county_code, quarter, rule, source_file
),

places as (
    select
        level,
        county_code,
        town_code,
        quarter,
        rule,
        {{ joined_text("source_file", "'；'", "source_file") }} as source_files,
        {{ joined_text("coalesce(cells, '')", "'；'", "source_file") }} as cells
    from files
    group by level, county_code, town_code, quarter, rule
),

named as (
    select
        states.quarter,
        states.level,
        states.county_code,
        counties.county_name,
        states.town_code,
        coalesce(towns.town_name, '') as town_name,
        coalesce(tiers.name_zh, '') as peer_group_name,
        states.rule,
        rules.name_zh as rule_name,
        rules.clause,
        states.status,
        case states.status
            when 'listed' then '列入'
            when 'continued' then '继续督帮'
            else '解除'
        end as status_name,
        states.first_seen,
        states.released_in,
        states.is_still_open,
        cast(states.quarters_listed as integer) as quarters_listed,
        cast(states.figure as double) as figure,
        case
            when states.level = 'county' and states.rule <> 'weak_push'
                then concat(
                    '所辖镇的1/', {{ plain_number('rules.one_in') }}, '及以上符合：',
                    rules.entry_condition
                )
            else rules.entry_condition
        end as entry_condition,
        case
            when states.level = 'county' and states.rule <> 'weak_push'
                then concat(
                    '尚未达到下列条件的不足所辖镇的1/', {{ plain_number('rules.one_in') }}, '：',
                    rules.release_condition
                )
            else rules.release_condition
        end as release_condition,
        states.evidence,
        coalesce(places.source_files, '') as source_files,
        coalesce(places.cells, '') as cells,
        states.status <> 'released' and coalesce(restricted.is_restricted, false) as is_restricted
    from states
    inner join rules
        on states.standard_version = rules.standard_version and states.rule = rules.rule
    inner join {{ ref('dim_county') }} as counties
        on states.county_code = counties.county_code
    left join {{ ref('int_quarter_towns') }} as towns
        on states.town_code = towns.town_code and states.quarter = towns.quarter
    left join {{ ref('designations') }} as tiers
        on towns.peer_group = tiers.designation
    left join restricted
        on
            states.level = restricted.level
            and states.county_code = restricted.county_code
            and states.town_code = restricted.town_code
            and states.quarter = restricted.quarter
    left join places
        on
            states.level = places.level
            and states.county_code = places.county_code
            and states.town_code = places.town_code
            and states.quarter = places.quarter
            and states.rule = places.rule
),

-- An entry goes back to the quarter in which it was first seen; what has no effect, to the one before.
shown as (
    {{ with_decisions(
        'named', ['level', 'county_code', 'town_code', 'quarter', 'rule'],
        "named.county_code = reached.county_code and " ~ quarter_of('reached.period') ~ " <= named.quarter"
        " and " ~ quarter_number(quarter_of('reached.period')) ~ " >= " ~ quarter_number('named.first_seen')
        ~ " - case when named.rule = 'no_effect' then 1 else 0 end"
        " and (named.level = 'county' or named.rule = 'weak_push'"
        " or reached.town_code in ('', named.town_code))"
        " and (named.rule = 'weak_push' or (reached.kind <> 'extend' and (reached.ledger = 'projects'"
        " or (named.rule = 'no_effect' and reached.ledger in (select ledger from "
        ~ ref('int_indicator_fields') ~ ")))))"
    ) }}
)

select * from shown
