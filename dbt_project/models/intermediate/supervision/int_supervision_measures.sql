-- Every rule of the supervision list on every town and quarter: the figure, whether it is met or releases.
with projects as (
    select * from {{ ref('int_quarter_projects') }}
),

scores as (
    select * from {{ ref('int_quarter_scores') }}
),

reports as (
    select
        towns.town_code,
        reports.*
    from {{ ref('int_quarter_reports') }} as reports
    inner join {{ ref('int_quarter_towns') }} as towns
        on reports.county_code = towns.county_code and reports.quarter = towns.quarter
),

rules as (
    select
        *,
        {{ standard_parameter('no_effect_gain', 'supervision_rules.standard_version') }} as gain
    from {{ ref('supervision_rules') }} as supervision_rules
),

measured as (
    select
        projects.county_code,
        projects.town_code,
        projects.quarter,
        projects.period,
        rules.rule,
        projects.projects_of_year as figure,
        projects.projects_of_year <= rules.meets_at as is_met,
        projects.projects_of_year >= rules.released_at as is_released,
        concat('本年已报项目', cast(projects.projects_of_year as varchar), '个') as evidence
    from projects
    inner join rules
        on projects.standard_version = rules.standard_version and rules.rule = 'no_projects'
    union all
    select
        projects.county_code,
        projects.town_code,
        projects.quarter,
        projects.period,
        rules.rule,
        projects.projects_started as figure,
        projects.projects_started <= rules.meets_at as is_met,
        projects.projects_started >= rules.released_at as is_released,
        concat(
            projects.period, '已开工项目', cast(projects.projects_started as varchar), '个',
            case when projects.started_names = '' then '' else concat('（', projects.started_names, '）') end
        ) as evidence
    from projects
    inner join rules
        on projects.standard_version = rules.standard_version and rules.rule = 'few_projects'
    union all
    select
        projects.county_code,
        projects.town_code,
        projects.quarter,
        projects.period,
        rules.rule,
        projects.progress as figure,
        {{ without_noise('projects.progress') }} < rules.meets_at as is_met,
        {{ without_noise('projects.progress') }} >= rules.released_at as is_released,
        concat(
            projects.period, '累计完成投资', {{ plain_number('projects.invested') }},
            '万元，年度计划', {{ plain_number('projects.planned') }},
            '万元，为时序进度的', {{ plain_number('projects.progress') }}, '%'
        ) as evidence
    from projects
    inner join rules
        on projects.standard_version = rules.standard_version and rules.rule = 'slow_progress'
    where projects.progress is not null
    union all
    select
        reports.county_code,
        reports.town_code,
        reports.quarter,
        '' as period,
        rules.rule,
        reports.late_or_missing as figure,
        reports.late_or_missing >= rules.meets_at or reports.uncorrected > 0 as is_met,
        reports.late_or_missing <= rules.released_at and reports.uncorrected = 0 as is_released,
        concat(
            '逾期或未报', cast(reports.late_or_missing as varchar), '份，退回未按期更正',
            cast(reports.uncorrected as varchar), '份',
            case when reports.reports = '' then '' else concat('：', reports.reports) end
        ) as evidence
    from reports
    inner join rules
        on reports.standard_version = rules.standard_version and rules.rule = 'weak_push'
    union all
    select
        scores.county_code,
        scores.town_code,
        scores.quarter,
        scores.period,
        rules.rule,
        scores.score as figure,
        scores.place_from_below <= {{ whole_towns('scores.peers', 'rules.meets_at') }}
        and scores.is_not_above_before as is_met,
        scores.place_from_below > {{ whole_towns('scores.peers', 'rules.released_at') }}
        or scores.gain >= rules.gain as is_released,
        concat(
            '得分', {{ plain_number('scores.score') }}, '，同类镇倒数第',
            cast(scores.place_from_below as varchar), '（共', cast(scores.peers as varchar), '个），上季度',
            {{ plain_number('scores.score_before') }}
        ) as evidence
    from scores
    inner join rules
        on scores.standard_version = rules.standard_version and rules.rule = 'no_effect'
    where scores.score_before is not null
)

select * from measured
