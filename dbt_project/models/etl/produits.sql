with

produits as (

    select {{ columns_of('produits') | join(', ') }}
    from {{ ref('int_produits__decided') }}
    where motif is null

)

select * from produits
