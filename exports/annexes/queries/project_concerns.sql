-- One row per project that is suspended, behind the time, overdue, idle, without upkeep, or financed by debt.
select
    county_name,
    town_name,
    project_name,
    status_name,
    concat_ws(
        '、',
        case when status = 'suspended' then '停工' end,
        case when is_behind then '进度滞后' end,
        case when is_overdue then '逾期未完工' end,
        case when is_idle then '建成闲置' end,
        case when is_without_upkeep then '无管护单位' end,
        case when is_debt_financed then '含举债资金' end
    ) as concerns,
    annual_planned_investment,
    cumulative_investment,
    progress,
    expected_progress,
    behind_by,
    planned_completion_date,
    responsible_unit,
    problem_note
from rpt_project_progress
where
    period = $month
    and (status = 'suspended' or is_behind or is_overdue or is_idle or is_without_upkeep or is_debt_financed)
order by county_code, behind_by desc nulls last, town_code, record_key
