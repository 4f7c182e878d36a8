-- Sales lines not kept, by motif. A line that came again, or that a later export
-- corrected, is an overlap between exports and says nothing about their quality.

with

set_aside as (

    select
        motif,
        count(*) as lines
    from {{ ref('ventes_lignes_rejetees') }}
    group by motif

),

kept as (

    select count(*) as lines from {{ ref('ventes_lignes') }}

),

shares as (

    select
        kept.lines as kept,
        coalesce(sum(set_aside.lines) filter (
            where set_aside.motif not in ('doublon', 'remplacee')
        ), 0) as faulty
    from kept
    left join set_aside on true
    group by kept.lines

),

health_rejections as (

    select
        'rejets' as section,
        'part_rejetee' as indicateur,
        round(100.0 * faulty / nullif(kept + faulty, 0), 2) as valeur,
        '%' as unite,
        case
            when faulty > {{ var('rejected_share_error') }} * (kept + faulty)
                then 'erreur'
            when faulty > {{ var('rejected_share_warn') }} * (kept + faulty)
                then 'attention'
            else 'ok'
        end as statut,
        {{ counted('faulty', 'ligne de vente', 'lignes de vente') }}
        || ' à corriger, ' || {{ counted('kept', 'gardée', 'gardées') }} as detail,
        1 as position
    from shares
    union all
    select
        'rejets_par_motif' as section,
        motif as indicateur,
        lines as valeur,
        'lignes' as unite,
        'info' as statut,
        case
            when motif = 'doublon' then 'Déjà lues : une autre ligne dit la même chose'
            when motif = 'remplacee' then 'Corrigées par une ligne plus récente'
            else 'Lignes à corriger dans l''ERP'
        end as detail,
        (row_number() over (order by lines desc, motif asc))::integer as position
    from set_aside

)

select * from health_rejections
