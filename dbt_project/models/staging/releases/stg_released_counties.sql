with released as (
    {{ released_rows('fct_county_score_month', {
        'county_code': 'varchar',
        'period': 'varchar',
        'standard_version': 'varchar',
        'town_mean': 'double',
        'investment_progress': 'double',
        'reporting': 'double',
        'score': 'double',
        'rank': 'integer',
    }) }}
)

select * from released
