-- One row per entry of the quarter's supervision list: counties first, each with its reason and evidence.
select
    case when level = 'county' then '县区' else '镇' end as level_name,
    county_name,
    town_name,
    rule_name,
    status_name,
    first_seen,
    quarters_listed,
    entry_condition,
    evidence,
    release_condition,
    case when is_restricted then '是' else '否' end as restricted,
    case
        when cells = '' then source_files
        when length(cells) > 60 then source_files || '：' || left(cells, 60) || '等'
        else source_files || '：' || cells
    end as places
from rpt_supervision
where quarter = $quarter
order by level, county_code, town_code, rule
