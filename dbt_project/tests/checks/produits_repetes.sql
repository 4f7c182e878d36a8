-- Two lines of one wine and one format in one export: the last counts. Two prices of
-- one wine are two formats, or a fault.

{{ config(
    severity='warn',
    meta={
        'owner': 'vigneron',
        'libelle': 'Lignes du catalogue écartées : un même export répète le vin et le format, avec un autre prix ou une autre fiche',
    },
) }}

select
    rejected._file_id,
    rejected._line_number,
    kept._line_number as kept_line_number,
    rejected.produit_key,
    rejected.format,
    rejected.prix_ttc,
    kept.prix_ttc as kept_prix_ttc
from {{ ref('int_produits__decided') }} as rejected
inner join {{ ref('int_produits__decided') }} as kept
    on
        rejected.produit_key = kept.produit_key
        and rejected.format = kept.format
        and rejected._file_id = kept._file_id
        and kept.motif is null
where rejected.motif = 'remplacee'
