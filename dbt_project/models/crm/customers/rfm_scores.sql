-- Recency, frequency, money: each scored 1 to 5 among the persons who bought at least
-- once. The segment is read in a grid (seed rfm_segments, docs/rfm.md) whose columns
-- are the mean of the F and M scores; one purchase is no habit whatever its size, and
-- has its own column 0.

with

buyers as (

    select
        client_code,
        recency_days,
        nb_achats as frequency,
        total_achats as monetary
    from {{ ref('customer_purchases') }}
    where nb_achats > 0

),

scored as (

    select
        client_code,
        recency_days,
        frequency,
        monetary,
        {{ quintile_score('recency_days', best='lowest') }} as r_score,
        {{ quintile_score('frequency') }} as f_score,
        {{ quintile_score('monetary') }} as m_score
    from buyers

),

rfm_scores as (

    select
        scored.client_code,
        {{ as_of_date() }} as as_of_date,
        scored.recency_days,
        scored.frequency,
        scored.monetary,
        scored.r_score,
        scored.f_score,
        scored.m_score,
        concat(scored.r_score, scored.f_score, scored.m_score) as rfm_code,
        grid.segment
    from scored
    left join {{ ref('rfm_segments') }} as grid
        on
            scored.r_score = grid.r_score
            and grid.fm_score = case
                when scored.frequency = 1 then 0
                else (scored.f_score + scored.m_score + 1) / 2
            end

)

select * from rfm_scores
