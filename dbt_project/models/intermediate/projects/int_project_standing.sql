{{ config(materialized='incremental', incremental_strategy='by_later_period') }}
-- How long each project has been in its status: since the first of its last months in a row with that status.
with projects as (
    select
        town_code,
        record_key,
        period,
        coalesce(status, '') as status
    from {{ ref('fct_project_month') }}
),

changes as (
    select
        *,
        case
            when status = lag(status) over (partition by town_code, record_key order by period) then 0
            else 1
        end as is_change
    from projects
),

runs as (
    select
        *,
        sum(is_change) over (
            partition by town_code, record_key order by period
            rows between unbounded preceding and current row
        ) as run
    from changes
),

standing as (
    select
        town_code,
        record_key,
        period,
        min(period) over (partition by town_code, record_key, run) as status_since
    from runs
)

select * from standing
