-- One row per town or county and month of an earlier released quarter whose score is no longer as released; of what
-- differs below it, the first three.
select
    released_quarter,
    county_code,
    county_name,
    town_code,
    town_name,
    period,
    number_released,
    number_now,
    difference,
    string_agg(distinct cause_name, '、' order by cause_name) as causes,
    array_to_string(string_split(string_agg(distinct nullif(proof, ''), '；'), '；')[1:3], '；') as proof
from rpt_amendment
where released_quarter < $quarter and figure_kind in ('town', 'county') and measure = 'score'
group by all
order by released_quarter, county_code, town_code, period
