-- The tolerance is what rounding each amount to the cent can do.

{{ config(
    severity='warn',
    meta={
        'owner': 'vigneron',
        'libelle': 'Lignes de vente dont le TTC ne correspond à aucun taux de TVA',
    },
) }}

select
    ventes._file_id,
    ventes._line_number,
    ventes.document_id,
    ventes.mt_ht,
    ventes.mt_ttc
from {{ ref('ventes_lignes') }} as ventes
where
    ventes.mt_ttc is not null
    and not exists (
        select 1
        from unnest(array{{ var('vat_rates') }}) as rates (rate)
        where abs(ventes.mt_ttc - ventes.mt_ht * (1 + rates.rate)) <= 0.02
    )
