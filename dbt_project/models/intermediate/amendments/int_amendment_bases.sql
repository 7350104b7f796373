-- Whatever figures rest on that is not as released, of every kind in one form.
with cells as (
    select
        amended.basis_id,
        'data' as cause,
        concat(
            amended.period, ' ', ledgers.label_zh, ' ', amended.record_key, fields.label_zh, '：',
            amended.said_then, '→', amended.said_now
        ) as said,
        amended.submission_released,
        amended.submission_now as submissions_now,
        concat_ws(
            '、', nullif(amended.decision_released, ''), nullif(amended.decision_now, '')
        ) as decisions,
        coalesce(amended.place_now, amended.place_released) as place
    from {{ ref('int_amended_values') }} as amended
    inner join {{ ref('ledgers') }} as ledgers
        on amended.ledger = ledgers.ledger
    inner join {{ ref('fields') }} as fields
        on amended.ledger = fields.ledger and amended.field = fields.field
),

bases as (
    select * from cells
    union all
    select
        basis_id,
        'data' as cause,
        said,
        '' as submission_released,
        submissions as submissions_now,
        decisions,
        '' as place
    from {{ ref('int_amended_reports') }}
    union all
    select
        basis_id,
        'standard' as cause,
        said,
        '' as submission_released,
        '' as submissions_now,
        '' as decisions,
        '' as place
    from {{ ref('int_amended_rules') }}
    union all
    select
        basis_id,
        'membership' as cause,
        said,
        '' as submission_released,
        '' as submissions_now,
        '' as decisions,
        '' as place
    from {{ ref('int_amended_memberships') }}
)

select * from bases
