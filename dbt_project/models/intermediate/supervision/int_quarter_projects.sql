-- A town's projects at the last month of a quarter in which its county's projects were accepted.
with quarters as (
    select * from {{ ref('int_quarters') }}
),

towns as (
    select * from {{ ref('int_quarter_towns') }}
),

projects as (
    select * from {{ ref('fct_project_month') }}
),

county_periods as (
    select
        projects.county_code,
        quarters.quarter,
        quarters.year,
        quarters.standard_version,
        max(projects.period) as period
    from projects
    inner join quarters
        on projects.period >= quarters.first_period and projects.period <= quarters.last_period
    group by projects.county_code, quarters.quarter, quarters.year, quarters.standard_version
),

started as (
    select distinct
        standard_version,
        operand as status
    from {{ ref('project_conditions') }}
    where condition = 'started' and field = 'status'
),

of_year as (
    select
        county_periods.quarter,
        projects.town_code,
        count(distinct projects.record_key) as projects_of_year
    from county_periods
    inner join towns
        on county_periods.county_code = towns.county_code and county_periods.quarter = towns.quarter
    inner join projects
        on
            towns.town_code = projects.town_code
            and county_periods.year = substr(projects.period, 1, 4)
            and county_periods.period >= projects.period
    group by county_periods.quarter, projects.town_code
),

at_the_end as (
    select
        county_periods.quarter,
        projects.town_code,
        count(started.status) as projects_started,
        {{ joined_text(
            "case when started.status is not null then projects.project_name end", "'、'", "projects.record_key"
        ) }} as started_names
    from county_periods
    inner join projects
        on county_periods.county_code = projects.county_code and county_periods.period = projects.period
    left join started
        on county_periods.standard_version = started.standard_version and projects.status = started.status
    group by county_periods.quarter, projects.town_code
),

measured as (
    select
        towns.county_code,
        towns.town_code,
        county_periods.quarter,
        county_periods.standard_version,
        county_periods.period,
        coalesce(of_year.projects_of_year, 0) as projects_of_year,
        coalesce(at_the_end.projects_started, 0) as projects_started,
        coalesce(at_the_end.started_names, '') as started_names,
        progress.score as progress,
        progress.numerator as invested,
        progress.denominator as planned
    from county_periods
    inner join towns
        on county_periods.county_code = towns.county_code and county_periods.quarter = towns.quarter
    left join of_year
        on county_periods.quarter = of_year.quarter and towns.town_code = of_year.town_code
    left join at_the_end
        on county_periods.quarter = at_the_end.quarter and towns.town_code = at_the_end.town_code
    left join {{ ref('fct_indicator_month') }} as progress
        on
            towns.town_code = progress.town_code
            and county_periods.period = progress.period
            and progress.indicator = 'investment_progress'
            and progress.status = 'ok'
)

select * from measured
