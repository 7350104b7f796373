{{ config(materialized='incremental') }}
-- The files and cells of an indicator's figures in one text, file by file.
-- A cell that numerator and denominator both rest on is named once.
with cells as (
    select distinct
        town_code,
        period,
        indicator,
        source_file,
        concat(sheet, '!', cell) as place
    from {{ ref('fct_indicator_source') }}
    where {{ is_rebuilt('period') }}
),

files as (
    select
        town_code,
        period,
        indicator,
        source_file,
        {{ joined_text("place", "','", "place") }} as cells
    from cells
    group by town_code, period, indicator, source_file
),

places as (
    select
        files.town_code,
        files.period,
        files.indicator,
        {{ joined_text("files.source_file", "'；'", "files.source_file") }} as source_files,
        {{ joined_text("files.cells", "'；'", "files.source_file") }} as cells
    from files
    group by files.town_code, files.period, files.indicator
)

select * from places
