-- The evaluation of the key towns by the end of each quarter: provincial and municipal ones are assessed by
-- 五(四), county ones are held to 四(二). The figures are those of the year's last month with a score.
{%- set functions = [
    'infrastructure', 'public_service', 'industry', 'environment', 'governance', 'planning', 'projects',
] %}
{%- set targets = {
    'gas_coverage': 'gas_coverage', 'garbage_town': 'garbage_town', 'garbage_villages': 'garbage_villages',
    'annual_investment': 'investment_floor', 'heritage_plan': 'heritage_plan',
} %}
with scores as (
    select
        scores.*,
        designations.name_zh as designation_name,
        designations.is_evaluated
    from {{ ref('int_year_scores') }} as scores
    inner join {{ ref('designations') }} as designations
        on scores.peer_group = designations.designation
    where designations.is_key_town
),

functions as (
    select
        town_code,
        {%- for function in functions %}
            max(case when function = '{{ function }}' then score end) as {{ function }}_score,
        {%- endfor %}
        period
    from {{ ref('fct_function_score_month') }}
    group by town_code, period
),

targets as (
    select
        town_code,
        {%- for name, indicator in targets.items() %}
            max(case when indicator = '{{ indicator }}' then outcome_name end) as {{ name }}_outcome,
        {%- endfor %}
        quarter,
        sum(case when outcome in ('met', 'missed', 'not_reported') then 1 else 0 end) as targets_applying,
        sum(case when outcome = 'met' then 1 else 0 end) as targets_met,
        sum(case when is_missed_by_more_than_tolerated then 1 else 0 end) as targets_missed,
        {{ joined_text(
            "case when is_missed_by_more_than_tolerated then indicator_name end", "'、'", "indicator"
        ) }} as missed_names
    from {{ ref('int_plan_targets') }}
    group by town_code, quarter
),

-- A county key town is to reach its goal within so many years of its designation.
county_designations as (
    select
        town_code,
        min(valid_from) as designated_from
    from {{ ref('key_towns') }}
    where designation = 'county'
    group by town_code
),

-- The last cumulative amount of each year since the designation, all projects of the town together.
invested as (
    select
        town_code,
        period,
        substr(period, 1, 4) as year,
        {{ exact_sum("coalesce(cumulative_investment, 0)") }} as amount
    from {{ ref('fct_project_month') }}
    group by town_code, period
),

latest_invested as (
    select
        invested.*,
        quarters.quarter,
        row_number() over (
            partition by invested.town_code, quarters.quarter, invested.year order by invested.period desc
        ) as recency
    from invested
    inner join {{ ref('int_quarters') }} as quarters
        on invested.period <= quarters.last_period
),

since_designation as (
    select
        scores.town_code,
        scores.quarter,
        county_designations.designated_from,
        {{ years_after(
            'county_designations.designated_from',
            standard_parameter('county_key_years', 'scores.standard_version')
        ) }} as goal_due,
        max(
            case when latest_invested.year = scores.year then latest_invested.amount end
        ) as invested_this_year,
        {{ exact_sum("latest_invested.amount") }} as invested_since_designation
    from scores
    inner join county_designations
        on scores.town_code = county_designations.town_code
    left join latest_invested
        on
            scores.town_code = latest_invested.town_code
            and scores.quarter = latest_invested.quarter
            and latest_invested.recency = 1
            and latest_invested.year >= substr(cast(county_designations.designated_from as varchar), 1, 4)
    group by
        scores.town_code, scores.quarter, scores.standard_version, county_designations.designated_from
),

placed as (
    select
        scores.town_code,
        scores.quarter,
        min(bands.position) as position_by_score
    from scores
    inner join {{ ref('grade_bands') }} as bands
        on
            scores.standard_version = bands.standard_version
            and {{ without_noise('scores.score') }} >= bands.from_score
    group by scores.town_code, scores.quarter
),

banded as (
    select
        scores.*,
        placed.position_by_score,
        {%- for name in targets %}
            coalesce(targets.{{ name }}_outcome, '不适用') as {{ name }}_outcome,
        {%- endfor %}
        case
            when coalesce(targets.targets_missed, 0) = 0 then 0
            else {{ standard_parameter('capped_grade_position', 'scores.standard_version') }}
        end as best_position,
        coalesce(targets.targets_applying, 0) as targets_applying,
        coalesce(targets.targets_met, 0) as targets_met,
        coalesce(targets.targets_missed, 0) as targets_missed,
        coalesce(targets.missed_names, '') as missed_names
    from scores
    inner join placed
        on scores.town_code = placed.town_code and scores.quarter = placed.quarter
    left join targets
        on scores.town_code = targets.town_code and scores.quarter = targets.quarter
),

graded as (
    select
        towns.county_code,
        towns.county_name,
        banded.town_code,
        towns.town_name,
        banded.quarter,
        banded.year,
        banded.is_last_of_year,
        banded.period,
        substr(banded.period, 6, 2) = '12' as is_year_end,
        banded.peer_group,
        banded.designation_name,
        banded.is_evaluated,
        case when banded.is_evaluated then '五(四)' else '四(二)' end as clause,
        banded.score,
        {%- for function in functions %}
            functions.{{ function }}_score,
        {%- endfor %}
        banded.rank_peer,
        banded.peers,
        banded.rank_city,
        bands.grade,
        bands.name_zh as grade_name,
        banded.best_position > banded.position_by_score as is_grade_capped,
        cast(banded.targets_applying as integer) as targets_applying,
        cast(banded.targets_met as integer) as targets_met,
        cast(banded.targets_missed as integer) as targets_missed,
        banded.missed_names,
        {%- for name in targets %}
            banded.{{ name }}_outcome,
        {%- endfor %}
        since_designation.designated_from,
        since_designation.goal_due,
        cast(since_designation.invested_this_year as double) as invested_this_year,
        cast(since_designation.invested_since_designation as double) as invested_since_designation
    from banded
    inner join {{ ref('int_quarter_towns') }} as towns
        on banded.town_code = towns.town_code and banded.quarter = towns.quarter
    inner join {{ ref('grade_bands') }} as bands
        on
            banded.standard_version = bands.standard_version
            and greatest(banded.position_by_score, banded.best_position) = bands.position
    left join functions
        on banded.town_code = functions.town_code and banded.period = functions.period
    left join since_designation
        on banded.town_code = since_designation.town_code and banded.quarter = since_designation.quarter
),

shown as (
    {{ with_decisions_on_scores('graded', ['town_code', 'quarter']) }}
)

select * from shown
