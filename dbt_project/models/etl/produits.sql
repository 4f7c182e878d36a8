with

produits as (

    select
        produit_key,
        produit_label,
        article,
        millesime,
        famille_crm,
        sous_famille,
        macro_categorie,
        prix_ttc,
        price_band,
        premium_tier,
        cepage,
        sucrosite_niveau,
        actif,
        is_in_latest_export,
        _file_id,
        _line_number

    from {{ ref('int_produits__decided') }}
    where motif is null

)

select * from produits
