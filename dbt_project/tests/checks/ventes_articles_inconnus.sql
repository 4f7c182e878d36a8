{{ config(
    severity='warn',
    meta={
        'owner': 'vigneron',
        'libelle': 'Articles absents de la table des contenances (comptés pour une bouteille)',
        'remede': "Complétez la table des contenances, puis relancez `make weekly`.",
    },
) }}

select
    ventes.article,
    count(*) as lignes,
    max(ventes.date_livraison) as derniere_vente
from {{ ref('ventes_lignes') }} as ventes
left join {{ ref('articles') }} as articles on ventes.article = articles.article
where ventes.article is not null and articles.article is null
group by ventes.article
