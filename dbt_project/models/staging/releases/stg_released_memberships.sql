with released as (
    {{ released_rows('dim_town_month', {
        'town_code': 'varchar',
        'period': 'varchar',
        'county_code': 'varchar',
        'peer_group': 'varchar',
        'designations': 'varchar',
    }) }}
)

select * from released
