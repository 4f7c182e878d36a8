-- A wine in a letter although the house rejected it for that person.

{{ config(
    severity='error',
    meta={
        'owner': 'analyste',
        'libelle': 'Vins refusés pour une personne et proposés à nouveau dans l’année',
    },
) }}

select
    items.client_code,
    items.produit_key
from {{ ref('recommendation_items') }} as items
inner join {{ ref('letter_catalogue') }} as wines
    on items.produit_key = wines.produit_key
inner join {{ ref('letter_rejected_wines') }} as rejected
    on
        items.client_code = rejected.client_code
        and wines.cuvee_key = rejected.cuvee_key
