with released as (
    {{ released_rows('fct_key_town_quarter', {
        'town_code': 'varchar',
        'quarter': 'varchar',
        'peer_group': 'varchar',
        'score': 'double',
        'rank_peer': 'integer',
        'rank_city': 'integer',
        'targets_met': 'integer',
        'targets_missed': 'integer',
        'invested_this_year': 'double',
        'grade': 'varchar',
    }) }}
)

select * from released
