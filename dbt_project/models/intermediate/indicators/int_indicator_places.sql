{{ config(materialized='incremental') }}
-- The files and cells of an indicator's figures in one text, file by file.
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

places as (
    select
        town_code,
        period,
        indicator,
        {{ joined_text("source_file", "'；'", "source_file") }} as source_files,
        {{ joined_text("cells", "'；'", "source_file") }} as cells
    from files
    group by town_code, period, indicator
)

select * from places
