{{ config(materialized='incremental') }}
-- The decisions that reach a field from which an indicator of the town is read.
with reach as (
    select * from {{ ref('int_decision_reach') }}
    where {{ is_rebuilt('period') }} and kind <> 'extend' and town_code <> ''
),

decided as (
    select distinct
        reach.county_code,
        reach.town_code,
        reach.period,
        fields.standard_version,
        fields.function,
        fields.indicator,
        reach.decision_id
    from reach
    inner join {{ ref('int_indicator_fields') }} as fields
        on reach.ledger = fields.ledger and reach.field in ('', fields.field)
)

select * from decided
