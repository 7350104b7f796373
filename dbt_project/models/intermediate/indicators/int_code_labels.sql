-- The codes of enumerated fields with their Chinese labels, taken from the field dictionary.
with enumerations as (
    select
        ledger,
        field,
        {{ parts_of("substr(type, 6)", "'[|]'") }} as pair
    from {{ ref('fields') }}
    where type like 'enum:%'
),

labels as (
    select
        ledger,
        field,
        substr(pair, 1, position('=' in pair) - 1) as code,
        substr(pair, position('=' in pair) + 1) as label_zh
    from enumerations
)

select * from labels
