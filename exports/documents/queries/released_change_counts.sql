-- One row per earlier released quarter of which any figure is no longer as released.
select
    released_quarter,
    any_value(released_at) as released_at,
    count(distinct (figure_kind, county_code, town_code, item, period, measure)) as figures,
    count(distinct town_code) filter (where figure_kind = 'town' and measure = 'score') as towns,
    count(distinct county_code) filter (where figure_kind = 'county' and measure = 'score') as counties
from rpt_amendment
where released_quarter < $quarter
group by released_quarter
order by released_quarter
