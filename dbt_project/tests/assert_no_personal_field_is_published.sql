with texts as (
    select
        submission_id,
        field,
        value_text as text_there
    from {{ ref('fct_ledger_value') }}
    union all
    select
        submission_id,
        field,
        raw_text as text_there
    from {{ ref('fct_ledger_value') }}
    where value_text is not null
    union all
    select
        submission_id,
        '' as field,
        message_zh as text_there
    from {{ ref('fct_finding') }}
),

personal_fields as (
    select field from {{ ref('fields') }}
    where type like '%:personal'
)

select
    texts.submission_id,
    texts.field
from texts
left join personal_fields
    on texts.field = personal_fields.field
where texts.text_there is not null and (
    personal_fields.field is not null
    or texts.text_there <> {{ masked('texts.text_there') }}
)
