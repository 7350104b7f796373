-- The files and cells behind every entry of a town on the supervision list, by rule and quarter.
with entries as (
    select *
    from {{ ref('int_supervision_states') }}
    where level = 'town'
),

projects as (
    select * from {{ ref('int_quarter_projects') }}
),

fields as (
    select * from {{ ref('fields') }}
),

project_values as (
    select
        reported.*,
        concat(reported.record_key, ' ', fields.label_zh) as said,
        coalesce(labels.label_zh, reported.value_text, {{ plain_number('reported.value_number') }}) as value
    from {{ ref('fct_ledger_value') }} as reported
    inner join fields
        on reported.ledger = fields.ledger and reported.field = fields.field
    left join {{ ref('int_code_labels') }} as labels
        on
            reported.ledger = labels.ledger
            and reported.field = labels.field
            and reported.value_text = labels.code
    where reported.ledger = 'projects'
),

of_projects as (
    select
        entries.town_code,
        entries.quarter,
        entries.rule,
        project_values.said,
        project_values.value,
        project_values.source_file,
        project_values.sheet,
        project_values.cell,
        project_values.raw_text,
        project_values.received_at,
        project_values.decision_id
    from entries
    inner join projects
        on entries.town_code = projects.town_code and entries.quarter = projects.quarter
    inner join project_values
        on
            projects.town_code = project_values.town_code
            and projects.period = project_values.period
            and (
                (entries.rule in ('no_projects', 'few_projects') and project_values.field = 'status')
                or (
                    entries.rule = 'slow_progress'
                    and project_values.field in ('cumulative_investment', 'annual_planned_investment')
                )
            )
),

-- Where a town has no project, the files of its county say so by what they do not hold.
without_project as (
    select
        entries.town_code,
        entries.quarter,
        entries.rule,
        concat(projects.period, '项目台账中无该镇项目') as said,
        '' as value,
        files.source_file,
        '' as sheet,
        '' as cell,
        '' as raw_text,
        files.received_at,
        files.accepted_by as decision_id
    from entries
    inner join projects
        on entries.town_code = projects.town_code and entries.quarter = projects.quarter
    inner join {{ ref('int_ledger_standings') }} as files
        on
            projects.county_code = files.county_code
            and projects.period = files.period
            and files.ledger = 'projects'
            and files.standing = 'current'
    left join of_projects
        on
            entries.town_code = of_projects.town_code
            and entries.quarter = of_projects.quarter
            and entries.rule = of_projects.rule
    where entries.rule in ('no_projects', 'few_projects') and of_projects.town_code is null
),

of_reports as (
    select
        entries.town_code,
        entries.quarter,
        entries.rule,
        concat(
            faults.period, coalesce(ledgers.label_zh, '未识别的台账'),
            case faults.fault when 'late' then '逾期' when 'missing' then '未报' else '退回未按期更正' end
        ) as said,
        concat('期限 ', cast(faults.due_at as varchar)) as value,
        faults.source_file,
        '' as sheet,
        '' as cell,
        '' as raw_text,
        faults.received_at,
        faults.decision_id
    from entries
    inner join {{ ref('int_quarter_report_faults') }} as faults
        on entries.county_code = faults.county_code and entries.quarter = faults.quarter
    left join {{ ref('ledgers') }} as ledgers
        on faults.ledger = ledgers.ledger
    where entries.rule = 'weak_push'
),

-- The indicators that cost most points, with the cells that they were computed from.
lost as (
    select
        scores.town_code,
        scores.quarter,
        results.period,
        results.indicator,
        indicators.name_zh,
        results.status,
        results.score,
        row_number() over (
            partition by scores.town_code, scores.quarter
            order by indicators.weight * (100 - results.score) desc, results.indicator
        ) as place
    from {{ ref('int_quarter_scores') }} as scores
    inner join {{ ref('fct_indicator_month') }} as results
        on scores.town_code = results.town_code and scores.period = results.period
    inner join {{ ref('dim_indicator') }} as indicators
        on results.indicator = indicators.indicator and results.standard_version = indicators.standard_version
    where results.score is not null
),

of_scores as (
    select
        entries.town_code,
        entries.quarter,
        entries.rule,
        concat(
            lost.name_zh,
            case when lost.status = 'missing' then '（未填全）' else '：' end,
            coalesce(sources.record_key, ''), coalesce(fields.label_zh, '')
        ) as said,
        coalesce({{ plain_number('sources.value_number') }}, sources.value_text, '') as value,
        coalesce(sources.source_file, '') as source_file,
        coalesce(sources.sheet, '') as sheet,
        coalesce(sources.cell, '') as cell,
        coalesce(sources.raw_text, '') as raw_text,
        sources.received_at,
        coalesce(sources.decision_id, '') as decision_id
    from entries
    inner join lost
        on entries.town_code = lost.town_code and entries.quarter = lost.quarter and lost.place <= 5
    left join {{ ref('fct_indicator_source') }} as sources
        on
            lost.town_code = sources.town_code
            and lost.period = sources.period
            and lost.indicator = sources.indicator
    left join fields
        on sources.ledger = fields.ledger and sources.field = fields.field
    where entries.rule = 'no_effect'
),

everything as (
    select * from of_projects
    union all
    select * from without_project
    union all
    select * from of_reports
    union all
    select * from of_scores
),

distinct_rows as (
    select distinct * from everything
)

select * from distinct_rows
