with released as (
    {{ released_rows('dim_standard_rule', {
        'standard_version': 'varchar',
        'rule_table': 'varchar',
        'rule_key': 'varchar',
        'attribute': 'varchar',
        'content': 'varchar',
    }) }}
)

select * from released
