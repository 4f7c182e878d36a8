with

produits as (

    select {{ columns_of('produits') | join(', ') }}
    from {{ ref('int_produits__formats') }}
    where place = 1

)

select * from produits
