with expected as (
    select * from {{ ref('int_expected_reports') }}
),

counties as (
    select * from {{ ref('int_county_periods') }}
),

named as (
    select
        expected.county_code,
        counties.county_name,
        expected.period,
        expected.ledger,
        ledgers.label_zh as ledger_name,
        '五(一)' as clause,
        case
            when expected.is_on_time then 'on_time'
            when expected.accepted_at is not null then 'late'
            when expected.files_rejected > 0 then 'returned'
            else 'missing'
        end as status,
        expected.due_at,
        expected.extended_by,
        expected.is_due,
        expected.first_received_at,
        expected.accepted_at,
        expected.files > 0 as is_received,
        expected.is_on_time,
        expected.is_accepted_first,
        expected.files_rejected > 0 as is_returned,
        expected.is_replaced
        or coalesce(expected.last_accepted_at >= expected.first_returned_at, false) as is_corrected,
        cast(expected.files as integer) as files,
        cast(expected.files_rejected as integer) as files_rejected,
        cast(expected.records_accepted as integer) as records_accepted,
        cast(expected.records_rejected as integer) as records_rejected
    from expected
    inner join counties
        on expected.county_code = counties.county_code and expected.period = counties.period
    inner join {{ ref('ledgers') }} as ledgers
        on expected.ledger = ledgers.ledger
),

worded as (
    select
        *,
        case status
            when 'on_time' then '按时报送'
            when 'late' then '逾期报送'
            when 'returned' then '已退回'
            else case when is_due then '未报送' else '未到期' end
        end as status_name
    from named
),

shown as (
    {{ with_decisions(
        'worded', ['county_code', 'period', 'ledger'],
        'worded.county_code = reached.county_code and worded.period = reached.period'
        ' and worded.ledger = reached.ledger'
    ) }}
)

select * from shown
