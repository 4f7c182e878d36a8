{{ config(
    severity='warn',
    meta={
        'owner': 'vigneron',
        'libelle': 'Types de document absents de la table des types (ni achat ni retour)',
        'remede': "Complétez la table des types de document, puis relancez `make weekly`.",
    },
) }}

select
    ventes.document_type,
    count(*) as lignes
from {{ ref('ventes_lignes') }} as ventes
left join {{ ref('document_types') }} as types
    on ventes.document_type = types.document_type
where types.document_type is null
group by ventes.document_type
