-- Nothing is lost on the way: every line read from the files is kept or set aside, and
-- every euro kept is in the figures. A difference of anything but 0 is an error.

with

files as (

    select coalesce(sum(row_count), 0) as lines
    from {{ ref('files') }}
    where dataset = 'ventes_lignes' and status = 'loaded'

),

kept as (

    select
        count(*) as lines,
        {{ signed_amount('mt_ht') }} as mt_ht
    from {{ ref('ventes_lignes') }}

),

set_aside as (

    select count(*) as lines from {{ ref('ventes_lignes_rejetees') }}

),

figures as (

    select coalesce(sum(total_achats), 0) as mt_ht from {{ ref('customer_360') }}

),

differences as (

    select
        files.lines - kept.lines - set_aside.lines as lines,
        kept.mt_ht - figures.mt_ht as mt_ht,
        {{ counted('files.lines', 'ligne', 'lignes') }} || ' dans les fichiers, '
        || {{ counted('kept.lines', 'gardée', 'gardées') }} || ', '
        || {{ counted('set_aside.lines', 'écartée', 'écartées') }} as lines_detail,
        {{ euros('kept.mt_ht') }} || ' gardés, ' || {{ euros('figures.mt_ht') }}
        || ' dans les fiches clients' as mt_ht_detail
    from files
    cross join kept
    cross join set_aside
    cross join figures

),

health_reconciliation as (

    select
        'rapprochement' as section,
        'lignes_de_vente' as indicateur,
        lines::numeric as valeur,
        'lignes' as unite,
        case when lines = 0 then 'ok' else 'erreur' end as statut,
        lines_detail as detail,
        1 as position
    from differences
    union all
    select
        'rapprochement' as section,
        'montant_ht' as indicateur,
        mt_ht as valeur,
        '€' as unite,
        case when mt_ht = 0 then 'ok' else 'erreur' end as statut,
        mt_ht_detail as detail,
        2 as position
    from differences

)

select * from health_reconciliation
