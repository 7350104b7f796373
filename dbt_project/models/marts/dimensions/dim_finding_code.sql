with codes as (
    select
        code,
        severity,
        outcome,
        title_zh,
        title_en,
        message_zh,
        message_en,
        suggestion_zh,
        suggestion_en
    from {{ ref('finding_codes') }}
)

select * from codes
