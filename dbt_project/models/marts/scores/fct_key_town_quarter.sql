with evaluations as (
    select
        town_code,
        quarter,
        period,
        peer_group,
        score,
        rank_peer,
        rank_city,
        targets_met,
        targets_missed,
        invested_this_year,
        grade,
        decision_ids
    from {{ ref('int_key_town_evaluations') }}
)

select * from evaluations
