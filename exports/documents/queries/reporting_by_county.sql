-- One row per county: the reports expected of it in the months, how they came, and the mean quality.
with quality as (
    select county_code, avg(quality_score) as quality_score
    from rpt_reporting_quality
    where period between $first and $last
    group by county_code
)

select
    county_code,
    county_name,
    count(*) as expected,
    count(*) filter (where is_on_time) as on_time,
    count(*) filter (where status = 'late') as late,
    count(*) filter (where status = 'returned') as returned,
    count(*) filter (where status = 'missing') as missing,
    sum(files_rejected) as files_rejected,
    100.0 * count(*) filter (where is_on_time) / nullif(count(*), 0) as on_time_rate,
    any_value(quality.quality_score) as quality_score
from rpt_reporting
left join quality using (county_code)
where period between $first and $last and is_due
group by county_code, county_name
order by on_time_rate desc, quality_score desc nulls last, county_code
