with released as (
    {{ released_rows('fct_function_score_month', {
        'town_code': 'varchar',
        'function': 'varchar',
        'period': 'varchar',
        'score': 'double',
    }) }}
)

select * from released
