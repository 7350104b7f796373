-- Ranks that are not as released because others moved: the others that stand on the other side of the one
-- ranked, and why their scores, or the group that they are in, are not as released.
with ranked as (
    select * from {{ ref('int_amended_ranks') }}
),

figures as (
    select
        *,
        case kind when 'county' then county_code else town_code end as subject
    from {{ ref('int_amended_figures') }}
),

caused as (
    select distinct
        figure_id,
        cause
    from {{ ref('int_amendment_links') }}
),

moved as (
    select
        figures.released_quarter,
        figures.kind,
        figures.subject,
        figures.period,
        caused.cause
    from figures
    inner join caused
        on figures.figure_id = caused.figure_id
    where figures.kind in ('town', 'county', 'evaluation') and figures.measure = 'score'
),

crossed as (
    select
        figures.figure_id,
        figures.released_quarter,
        figures.kind,
        figures.period,
        others.subject as other,
        others.among_released <> others.among_now
        and others.among_released <> '' and others.among_now <> '' as has_changed_group
    from figures
    inner join ranked as own
        on
            figures.released_quarter = own.released_quarter
            and figures.kind = own.kind
            and figures.subject = own.subject
            and figures.period = own.period
            and figures.measure = own.measure
    inner join ranked as others
        on
            own.released_quarter = others.released_quarter
            and own.kind = others.kind
            and own.period = others.period
            and own.measure = others.measure
            and own.subject <> others.subject
    where
        coalesce(
            own.among_released = others.among_released and own.place_released > others.place_released, false
        ) <> coalesce(own.among_now = others.among_now and own.place_now > others.place_now, false)
),

reached as (
    select
        crossed.figure_id,
        crossed.other,
        crossed.kind,
        moved.cause
    from crossed
    inner join moved
        on
            crossed.released_quarter = moved.released_quarter
            and crossed.kind = moved.kind
            and crossed.other = moved.subject
            and crossed.period = moved.period
    union
    select
        figure_id,
        other,
        kind,
        'membership' as cause
    from crossed
    where has_changed_group
),

-- A key town is ranked among all towns, as in the quarter's last month.
evaluated as (
    select
        evaluations.figure_id,
        reached.other,
        reached.kind,
        reached.cause
    from figures as evaluations
    inner join {{ ref('int_released_quarters') }} as quarters
        on evaluations.released_quarter = quarters.released_quarter
    inner join figures as ranks
        on
            evaluations.released_quarter = ranks.released_quarter
            and evaluations.town_code = ranks.town_code
            and evaluations.measure = ranks.measure
            and quarters.last_period = ranks.period
    inner join reached
        on ranks.figure_id = reached.figure_id
    where evaluations.kind = 'evaluation' and evaluations.measure = 'rank_city' and ranks.kind = 'town'
),

-- A town that is in the lowest tenth of its peers because they rose.
supervised as (
    select distinct
        figures.figure_id,
        moved.subject as other,
        moved.kind,
        moved.cause
    from figures
    inner join {{ ref('int_released_quarters') }} as quarters
        on figures.released_quarter = quarters.released_quarter
    inner join {{ ref('dim_town_month') }} as own
        on figures.town_code = own.town_code and quarters.last_period = own.period
    inner join {{ ref('dim_town_month') }} as peers
        on
            own.peer_group = peers.peer_group
            and own.period = peers.period
            and own.town_code <> peers.town_code
    inner join moved
        on
            figures.released_quarter = moved.released_quarter
            and peers.town_code = moved.subject
            and peers.period = moved.period
    left join caused
        on figures.figure_id = caused.figure_id
    where
        figures.kind = 'supervision'
        and figures.item = 'no_effect'
        and moved.kind = 'town'
        and caused.figure_id is null
),

others as (
    select * from reached
    union
    select * from evaluated
    union
    select * from supervised
)

select * from others
