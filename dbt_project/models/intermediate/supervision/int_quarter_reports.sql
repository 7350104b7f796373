-- How a county reported in a quarter: late or missing reports, and returned ones not corrected in time.
with quarters as (
    select * from {{ ref('int_quarters') }}
),

counties as (
    select distinct
        county_code,
        quarter
    from {{ ref('int_quarter_towns') }}
),

faults as (
    select
        faults.*,
        concat(
            faults.period, coalesce(ledgers.label_zh, '未识别的台账'),
            case faults.fault when 'late' then '（逾期）' when 'missing' then '（未报）' else '（退回未更正）' end
        ) as worded
    from {{ ref('int_quarter_report_faults') }} as faults
    left join {{ ref('ledgers') }} as ledgers
        on faults.ledger = ledgers.ledger
),

summed_up as (
    select
        county_code,
        quarter,
        sum(case when fault = 'uncorrected' then 0 else 1 end) as late_or_missing,
        sum(case when fault = 'uncorrected' then 1 else 0 end) as uncorrected,
        {{ joined_text("worded", "'、'", "concat(period, ledger, fault, source_file)") }} as reports
    from faults
    group by county_code, quarter
),

measured as (
    select
        counties.county_code,
        quarters.quarter,
        quarters.standard_version,
        coalesce(summed_up.late_or_missing, 0) as late_or_missing,
        coalesce(summed_up.uncorrected, 0) as uncorrected,
        coalesce(summed_up.reports, '') as reports
    from quarters
    inner join counties
        on quarters.quarter = counties.quarter
    left join summed_up
        on counties.county_code = summed_up.county_code and quarters.quarter = summed_up.quarter
)

select * from measured
