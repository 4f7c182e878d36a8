-- Of two buyers, the one with the better value never has the lower score; equal values
-- have equal scores. Neighbours in the order of values are enough to know it of all.

{{ config(
    severity='error',
    meta={
        'owner': 'analyste',
        'libelle': 'Notes RFM qui ne suivent pas les valeurs',
    },
) }}

with

values_and_scores as (

    select
        client_code,
        'r' as score,
        -recency_days::numeric as valeur,
        r_score as note
    from {{ ref('rfm_scores') }}
    union all
    select
        client_code,
        'f' as score,
        frequency as valeur,
        f_score as note
    from {{ ref('rfm_scores') }}
    union all
    select
        client_code,
        'm' as score,
        monetary as valeur,
        m_score as note
    from {{ ref('rfm_scores') }}

),

neighbours as (

    select
        *,
        lag(valeur) over below as lower_valeur,
        lag(note) over below as lower_note
    from values_and_scores
    window below as (partition by score order by valeur, note)

)

select *
from neighbours
where note < lower_note or (valeur = lower_valeur and note <> lower_note)
