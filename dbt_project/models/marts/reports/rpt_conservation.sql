{{ config(materialized='incremental') }}
-- Where every cell of every file went.
with readings as (
    select * from {{ ref('int_submission_readings') }}
    where {{ is_rebuilt('period') }}
),

cells as (
    select * from {{ ref('stg_cells') }}
),

summed as (
    select
        readings.submission_id,
        readings.county_code,
        coalesce(counties.county_name, '') as county_name,
        readings.period,
        readings.source_file,
        '五(一)' as clause,
        cells.sheet,
        cells.outcome,
        cells.reason,
        cast(sum(cells.cells) as bigint) as cells
    from readings
    inner join cells
        on readings.submission_id = cells.submission_id and readings.reading_version = cells.reading_version
    left join {{ ref('dim_county') }} as counties
        on readings.county_code = counties.county_code
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9
)

select * from summed
