with

stock as (

    select {{ columns_of('stock') | join(', ') }}
    from {{ ref('int_stock__decided') }}
    where motif is null

)

select * from stock
