with

produit_alias as (

    select * from {{ ref('produit_alias') }}

),

int_produits__aliases as (

    select distinct
        {{ label_key('label') }} as label_key,
        {{ label_key('produit') }} as produit_key

    from produit_alias

)

select * from int_produits__aliases
