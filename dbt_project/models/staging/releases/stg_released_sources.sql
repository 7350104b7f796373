with released as (
    {{ released_rows('fct_indicator_source', {
        'town_code': 'varchar',
        'indicator': 'varchar',
        'period': 'varchar',
        'ledger': 'varchar',
        'part': 'varchar',
        'term': 'varchar',
        'record_key': 'varchar',
        'field': 'varchar',
    }) }}
)

select * from released
