with

produits_formats as (

    select
        produit_key,
        format,
        place,
        article,
        bouteilles,
        prix_ttc,
        actif,
        is_in_latest_export,
        case when is_in_latest_stock then stock_total else 0 end as stock_total,
        case when is_in_latest_stock then stock_reserve end as stock_reserve,
        _file_id,
        _line_number

    from {{ ref('int_produits__formats') }}

)

select * from produits_formats
