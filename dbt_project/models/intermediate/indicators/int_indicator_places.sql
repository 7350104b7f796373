{{ config(materialized='incremental') }}
-- The files and cells of an indicator's figures in one text, file by file, and the decisions on them.
with files as (
    select
        town_code,
        period,
        indicator,
        source_file,
        {{ joined_text(
            "concat(sheet, '!', cell)", "','", "concat(sheet, '!', cell, record_key, field)"
        ) }} as cells
    from {{ ref('fct_indicator_source') }}
    where {{ is_rebuilt('period') }}
    group by town_code, period, indicator, source_file
),

decided as (
    select distinct
        town_code,
        period,
        indicator,
        decision_id
    from {{ ref('fct_indicator_source') }}
    where decision_id <> '' and {{ is_rebuilt('period') }}
),

decisions as (
    select
        town_code,
        period,
        indicator,
        {{ joined_text("decision_id", "'、'", "decision_id") }} as decision_ids
    from decided
    group by town_code, period, indicator
),

places as (
    select
        files.town_code,
        files.period,
        files.indicator,
        {{ joined_text("files.source_file", "'；'", "files.source_file") }} as source_files,
        {{ joined_text("files.cells", "'；'", "files.source_file") }} as cells,
        coalesce(max(decisions.decision_ids), '') as decision_ids
    from files
    left join decisions
        on
            files.town_code = decisions.town_code
            and files.period = decisions.period
            and files.indicator = decisions.indicator
    group by files.town_code, files.period, files.indicator
)

select * from places
