with released as (
    {{ released_rows('fct_indicator_month', {
        'town_code': 'varchar',
        'indicator': 'varchar',
        'period': 'varchar',
        'value': 'double',
        'score': 'double',
        'status': 'varchar',
        'standard_version': 'varchar',
    }) }}
)

select * from released
