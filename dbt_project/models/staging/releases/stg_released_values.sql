with released as (
    {{ released_rows('fct_ledger_value', {
        'county_code': 'varchar',
        'period': 'varchar',
        'ledger': 'varchar',
        'town_code': 'varchar',
        'record_key': 'varchar',
        'field': 'varchar',
        'value_number': 'double',
        'value_text': 'varchar',
        'source_file': 'varchar',
        'sheet': 'varchar',
        'cell': 'varchar',
        'submission_id': 'varchar',
        'decision_id': 'varchar',
    }) }}
)

select * from released
