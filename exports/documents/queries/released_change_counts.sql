-- One row per earlier released quarter of which any figure is no longer as released.
select
    released_quarter,
    any_value(cast(coalesce(try_cast(released_as_of as timestamp), released_at) as date)) as released_as_of,
    count(distinct (figure_kind, county_code, town_code, item, period, measure)) as figures,
    count(distinct town_code) filter (where figure_kind = 'town' and measure = 'score') as towns,
    count(distinct county_code) filter (where figure_kind = 'county' and measure = 'score') as counties,
    count(distinct (county_code, town_code, item)) filter (
        where figure_kind = 'supervision' and measure = 'status'
    ) as entries
from rpt_amendment
where released_quarter < $quarter
group by released_quarter
order by released_quarter
