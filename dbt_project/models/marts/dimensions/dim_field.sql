with fields as (
    select
        fields.ledger,
        ledgers.label_zh as ledger_name,
        fields.field,
        fields.label_zh,
        case when fields.type like 'enum:%' then 'enum' else fields.type end as type,
        case when fields.type like 'enum:%' then substr(fields.type, 6) else '' end as choices,
        coalesce(fields.unit, '') as unit,
        fields.required = 'yes' as is_required,
        coalesce(fields.rule, '') as rule,
        coalesce(fields.clause, '') as clause
    from {{ ref('fields') }} as fields
    inner join {{ ref('ledgers') }} as ledgers
        on fields.ledger = ledgers.ledger
    where fields.type not like '%:personal'
)

select * from fields
