-- The annual evaluation of the key towns, by the end of the year or as far as it has come.
with evaluations as (
    select * from {{ ref('int_key_town_evaluations') }}
    where is_last_of_year
),

of_year as (
    select
        county_code,
        county_name,
        town_code,
        town_name,
        year,
        period,
        is_year_end,
        peer_group,
        designation_name,
        is_evaluated,
        clause,
        score,
        infrastructure_score,
        public_service_score,
        industry_score,
        environment_score,
        governance_score,
        planning_score,
        projects_score,
        rank_peer,
        peers,
        rank_city,
        grade,
        grade_name,
        is_grade_capped,
        targets_applying,
        targets_met,
        targets_missed,
        missed_names,
        gas_coverage_outcome,
        garbage_town_outcome,
        garbage_villages_outcome,
        annual_investment_outcome,
        heritage_plan_outcome,
        designated_from,
        goal_due,
        invested_this_year,
        invested_since_designation,
        decision_ids
    from evaluations
)

select * from of_year
