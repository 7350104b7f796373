{{ config(materialized='incremental') }}
-- The six disorders (六乱) of each town: found and put right this year, what is left, and how fast it goes. The
-- ledger counts from the start of the year; a month's own figure is the difference to the month reported
-- before.
with reported as (
    select
        reported.*,
        substr(reported.field, 1, length(reported.field) - 6) as disorder,
        substr(reported.field, length(reported.field) - 4) as kind,
        replace(fields.label_zh, '发现数', '') as found_name
    from {{ ref('fct_ledger_value') }} as reported
    inner join {{ ref('fields') }} as fields
        on reported.ledger = fields.ledger and reported.field = fields.field
    where
        {{ is_in_rebuilt_year('reported.period') }}
        and reported.ledger = 'environment'
        and (reported.field like '%_found' or reported.field like '%_fixed')
),

counted as (
    select
        town_code,
        period,
        disorder,
        max(case when kind = 'found' then found_name end) as disorder_name,
        max(case when kind = 'found' then value_number end) as found,
        max(case when kind = 'fixed' then value_number end) as fixed,
        max(source_file) as source_file,
        {{ joined_text("concat(sheet, '!', cell)", "','", "kind") }} as cells
    from reported
    group by town_code, period, disorder
),

followed as (
    select
        *,
        coalesce(found, 0) - coalesce(lag(found) over (
            partition by town_code, disorder, substr(period, 1, 4) order by period
        ), 0) as found_since,
        coalesce(fixed, 0) - coalesce(lag(fixed) over (
            partition by town_code, disorder, substr(period, 1, 4) order by period
        ), 0) as fixed_since
    from counted
),

named as (
    select
        standing.county_code,
        standing.county_name,
        followed.town_code,
        standing.town_name,
        standing.peer_group_name,
        followed.period,
        '四(三)' as clause,
        followed.disorder,
        coalesce(followed.disorder_name, followed.disorder) as disorder_name,
        followed.found,
        followed.fixed,
        cast(followed.found - followed.fixed as double) as outstanding,
        cast(100.0 * followed.fixed / nullif(followed.found, 0) as double) as fixed_rate,
        cast(followed.found_since as double) as found_since_last_report,
        cast(followed.fixed_since as double) as fixed_since_last_report,
        cast(followed.fixed / periods.month as double) as fixed_per_month,
        cast(
            (followed.found - followed.fixed) / nullif(followed.fixed / periods.month, 0) as double
        ) as months_to_clear,
        followed.source_file,
        followed.cells
    from followed
    inner join {{ ref('int_periods') }} as periods
        on followed.period = periods.period
    inner join {{ ref('int_town_standing') }} as standing
        on followed.town_code = standing.town_code and followed.period = standing.period
),

shown as (
    {{ with_decisions_on_towns(
        'named', ['town_code', 'period', 'disorder'], 'environment',
        "reached.field in ('', concat(named.disorder, '_found'), concat(named.disorder, '_fixed'))"
    ) }}
)

select * from shown
