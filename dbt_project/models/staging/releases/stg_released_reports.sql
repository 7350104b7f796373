with released as (
    {{ released_rows('rpt_reporting', {
        'county_code': 'varchar',
        'period': 'varchar',
        'ledger': 'varchar',
        'status': 'varchar',
        'status_name': 'varchar',
        'due_at': 'timestamp',
        'is_due': 'boolean',
        'first_received_at': 'timestamp',
        'files_rejected': 'integer',
    }) }}
)

select * from released
