-- How well a county reports in a month: kept apart from how well its towns do.
with reports as (
    select
        county_code,
        county_name,
        period,
        count(*) as expected,
        sum(case when is_received then 1 else 0 end) as received,
        sum(case when is_on_time then 1 else 0 end) as on_time,
        sum(case when is_accepted_first then 1 else 0 end) as accepted_first,
        sum(case when is_returned then 1 else 0 end) as returned,
        sum(case when is_corrected then 1 else 0 end) as corrected
    from {{ ref('rpt_reporting') }}
    group by county_code, county_name, period
),

weights as (
    select
        standard_version,
        max(case when parameter = 'quality_weight_on_time' then value end) as on_time_weight,
        max(case when parameter = 'quality_weight_accepted_first' then value end) as accepted_weight,
        max(case when parameter = 'quality_weight_cells_free' then value end) as cells_weight
    from {{ ref('parameters') }}
    group by standard_version
),

shares as (
    select
        reports.*,
        periods.standard_version,
        coalesce(cells.cells, 0) as cells,
        coalesce(cells.cells_free, 0) as cells_free,
        100.0 * reports.on_time / reports.expected as on_time_share,
        100.0 * reports.accepted_first / reports.expected as accepted_first_share,
        coalesce(100.0 * cells.cells_free / cells.cells, 0.0) as cells_free_share
    from reports
    inner join {{ ref('int_periods') }} as periods
        on reports.period = periods.period
    left join {{ ref('int_report_cells') }} as cells
        on reports.county_code = cells.county_code and reports.period = cells.period
),

scored as (
    select
        shares.*,
        (
            weights.on_time_weight * shares.on_time_share
            + weights.accepted_weight * shares.accepted_first_share
            + weights.cells_weight * shares.cells_free_share
        ) / (weights.on_time_weight + weights.accepted_weight + weights.cells_weight) as quality
    from shares
    inner join weights
        on shares.standard_version = weights.standard_version
),

typed as (
    select
        county_code,
        county_name,
        period,
        '五(一)' as clause,
        cast(expected as integer) as expected,
        cast(received as integer) as received,
        cast(on_time as integer) as on_time,
        cast(accepted_first as integer) as accepted_first,
        cast(returned as integer) as returned,
        cast(corrected as integer) as corrected,
        cast(cells as integer) as cells,
        cast(cells_free as integer) as cells_free,
        cast(on_time_share as double) as on_time_share,
        cast(accepted_first_share as double) as accepted_first_share,
        cast(cells_free_share as double) as cells_free_share,
        cast(quality as double) as quality_score,
        cast(rank() over (
            partition by period order by {{ tie_key('scored.quality', 'scored.standard_version') }} desc
        ) as integer) as quality_rank
    from scored
),

shown as (
    {{ with_decisions(
        'typed', ['county_code', 'period'],
        'typed.county_code = reached.county_code and typed.period = reached.period'
    ) }}
)

select * from shown
