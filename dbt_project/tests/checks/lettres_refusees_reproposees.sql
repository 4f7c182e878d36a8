-- A wine in a letter although it is refused for that person.

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
inner join {{ ref('letter_rejected_wines') }} as refusals
    on
        items.client_code = refusals.client_code
        and {{ cuvee_key('items.produit_key') }} = refusals.cuvee_key
