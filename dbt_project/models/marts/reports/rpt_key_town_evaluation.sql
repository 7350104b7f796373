-- The annual evaluation of the key towns that the plan names for it: the year's last month with a score.
with scores as (
    select
        *,
        substr(period, 1, 4) as year,
        row_number() over (partition by town_code, substr(period, 1, 4) order by period desc) as recency
    from {{ ref('fct_town_score_month') }}
),

evaluated as (
    select
        scores.*,
        designations.name_zh as designation_name
    from scores
    inner join {{ ref('designations') }} as designations
        on scores.peer_group = designations.designation
    where scores.recency = 1 and designations.is_evaluated
),

peers as (
    select
        year,
        peer_group,
        cast(count(*) as integer) as peers
    from evaluated
    group by year, peer_group
),

missed as (
    select
        results.town_code,
        results.period,
        cast(count(*) as integer) as targets_missed,
        {{ joined_text("indicators.name_zh", "'、'", "indicators.indicator") }} as missed_names
    from {{ ref('fct_indicator_month') }} as results
    inner join {{ ref('dim_indicator') }} as indicators
        on results.indicator = indicators.indicator and results.standard_version = indicators.standard_version
    where
        indicators.set_by = 'plan'
        and results.status in ('ok', 'missing')
        and coalesce(results.score, 0) < 100.0 * (
            1 - {{ standard_parameter('plan_target_tolerance', 'results.standard_version') }}
        )
    group by results.town_code, results.period
),

banded as (
    select
        evaluated.*,
        peers.peers,
        coalesce(missed.targets_missed, 0) as targets_missed,
        coalesce(missed.missed_names, '') as missed_names,
        min(bands.position) over (partition by evaluated.town_code, evaluated.year) as position_by_score,
        case
            when missed.town_code is null then 0
            else {{ standard_parameter('capped_grade_position', 'evaluated.standard_version') }}
        end as best_position,
        row_number() over (partition by evaluated.town_code, evaluated.year order by bands.position) as turn
    from evaluated
    inner join peers
        on evaluated.year = peers.year and evaluated.peer_group = peers.peer_group
    inner join {{ ref('grade_bands') }} as bands
        on evaluated.standard_version = bands.standard_version and evaluated.score >= bands.from_score
    left join missed
        on evaluated.town_code = missed.town_code and evaluated.period = missed.period
),

graded as (
    select
        towns.county_code,
        towns.county_name,
        banded.town_code,
        towns.town_name,
        banded.year,
        banded.period,
        banded.peer_group,
        banded.designation_name,
        banded.score,
        banded.rank_peer,
        banded.peers,
        banded.rank_city,
        bands.grade,
        bands.name_zh as grade_name,
        banded.best_position > banded.position_by_score as is_grade_capped,
        banded.targets_missed,
        banded.missed_names
    from banded
    inner join {{ ref('dim_town') }} as towns
        on banded.town_code = towns.town_code
    inner join {{ ref('grade_bands') }} as bands
        on
            banded.standard_version = bands.standard_version
            and greatest(banded.position_by_score, banded.best_position) = bands.position
    where banded.turn = 1
)

select * from graded
