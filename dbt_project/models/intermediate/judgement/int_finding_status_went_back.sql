{{ config(materialized='incremental') }}
-- A project that was completed does not go back to being built.
with finished as (
    select distinct operand as status
    from {{ ref('project_conditions') }}
    where condition = 'completed' and field = 'status'
),

statuses as (
    select * from {{ ref('int_value_outcomes') }}
    where
        {{ is_in_rebuilt_year('period') }}
        and outcome = 'published'
        and ledger = 'projects'
        and field = 'status'
),

labels as (
    select * from {{ ref('int_code_labels') }}
    where ledger = 'projects' and field = 'status'
),

found as (
    select
        'STATUS_WENT_BACK' as code,
        statuses.submission_id,
        statuses.period,
        statuses.ledger,
        statuses.record_id,
        statuses.field,
        statuses.sheet,
        statuses.cell,
        statuses.raw_text,
        '' as label,
        '' as town,
        earlier_labels.label_zh as previous,
        labels.label_zh as value,
        '' as difference,
        '' as month,
        {{ cited_cell('earlier', 'statuses.submission_id') }} as cells,
        '' as own_cells
    from statuses
    inner join {{ ref('int_month_references') }} as month_references
        on
            statuses.submission_id = month_references.submission_id
            and statuses.record_id = month_references.record_id
    inner join statuses as earlier
        on
            month_references.reference_submission_id = earlier.submission_id
            and month_references.reference_record_id = earlier.record_id
    inner join labels
        on statuses.value_text = labels.code
    inner join labels as earlier_labels
        on earlier.value_text = earlier_labels.code
    where
        {{ is_rebuilt('statuses.period') }}
        and earlier.value_text in (select finished.status from finished)
        and statuses.value_text not in (select finished.status from finished)
)

select * from found
