-- Recency, frequency, money: each scored 1 to 5 among the persons who bought at least
-- once. The segment is read in a grid (seed rfm_segments, docs/rfm.md) whose columns
-- are the mean of the F and M scores; one purchase is no habit whatever its size, and
-- has its own column 0. The same is done for segment_before_days ago, among the buyers
-- of then.

with

buyers as (

    select
        client_code,
        false as is_before,
        recency_days,
        nb_achats as frequency,
        total_achats as monetary
    from {{ ref('customer_purchases') }}
    where nb_achats > 0
    union all
    select
        client_code,
        true as is_before,
        recency_days,
        nb_achats as frequency,
        total_achats as monetary
    from {{ ref('customer_purchases_before') }}
    where nb_achats > 0

),

scored as (

    select
        client_code,
        is_before,
        recency_days,
        frequency,
        monetary,
        {{ quintile_score('recency_days', best='lowest', within='is_before') }}
            as r_score,
        {{ quintile_score('frequency', within='is_before') }} as f_score,
        {{ quintile_score('monetary', within='is_before') }} as m_score
    from buyers

),

segmented as (

    select
        scored.client_code,
        scored.is_before,
        scored.recency_days,
        scored.frequency,
        scored.monetary,
        scored.r_score,
        scored.f_score,
        scored.m_score,
        grid.segment
    from scored
    left join {{ ref('rfm_segments') }} as grid
        on
            scored.r_score = grid.r_score
            and grid.fm_score = case
                when scored.frequency = 1 then 0
                else (scored.f_score + scored.m_score + 1) / 2
            end

),

rfm_scores as (

    select
        latest.client_code,
        {{ as_of_date() }} as as_of_date,
        latest.recency_days,
        latest.frequency,
        latest.monetary,
        latest.r_score,
        latest.f_score,
        latest.m_score,
        concat(latest.r_score, latest.f_score, latest.m_score) as rfm_code,
        latest.segment,
        earlier.segment as segment_avant
    from segmented as latest
    left join segmented as earlier
        on latest.client_code = earlier.client_code and earlier.is_before
    where not latest.is_before

)

select * from rfm_scores
