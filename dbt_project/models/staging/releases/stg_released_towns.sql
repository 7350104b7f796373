with released as (
    {{ released_rows('fct_town_score_month', {
        'town_code': 'varchar',
        'county_code': 'varchar',
        'peer_group': 'varchar',
        'period': 'varchar',
        'score': 'double',
        'rank_city': 'integer',
        'rank_county': 'integer',
        'rank_peer': 'integer',
    }) }}
)

select * from released
