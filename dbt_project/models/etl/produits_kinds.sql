with

produits_kinds as (

    select
        produit_key,
        kind,
        is_wine

    from {{ ref('int_produits__kinds') }}

)

select * from produits_kinds
