with released as (
    {{ released_rows('fct_submission', {
        'submission_id': 'varchar',
        'county_code': 'varchar',
        'period': 'varchar',
        'ledger': 'varchar',
        'disposition': 'varchar',
        'is_late': 'boolean',
        'due_at': 'timestamp',
        'withdrawn_by': 'varchar',
        'extended_by': 'varchar',
    }) }}
)

select * from released
