with released as (
    {{ released_rows('rpt_supervision', {
        'quarter': 'varchar',
        'level': 'varchar',
        'county_code': 'varchar',
        'town_code': 'varchar',
        'rule': 'varchar',
        'status': 'varchar',
        'figure': 'double',
    }) }}
)

select * from released
