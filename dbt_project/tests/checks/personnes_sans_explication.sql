-- Everybody has either a letter or one reason why not.

{{ config(
    severity='error',
    meta={
        'owner': 'analyste',
        'libelle': 'Personnes sans lettre ni raison, ou avec les deux',
    },
) }}

with

reasons as (

    select
        client_code,
        count(*) as nb
    from {{ ref('recommendation_exclusions') }}
    where produit_key is null
    group by client_code

)

select
    customers.client_code,
    letters.reco_id,
    reasons.nb
from {{ ref('customer_360') }} as customers
left join {{ ref('recommendations') }} as letters
    on customers.client_code = letters.client_code
left join reasons on customers.client_code = reasons.client_code
where coalesce(reasons.nb, 0) + (letters.reco_id is not null)::integer <> 1
