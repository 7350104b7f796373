-- One row per rule: towns and counties that meet it in the quarter.
select
    rule,
    rule_name,
    count(*) filter (where level = 'town') as towns,
    count(*) filter (where level = 'county') as counties
from rpt_supervision
where quarter = $quarter and status <> 'released'
group by rule, rule_name
order by towns desc, counties desc, rule
