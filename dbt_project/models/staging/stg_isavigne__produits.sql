with

source as (

    select
        _file_id,
        _line_number,
        {{ clean_columns([
            'produit', 'article', 'millesime', 'famille_crm', 'sous_famille',
            'macro_categorie', 'prix_ttc', 'price_band', 'premium_tier', 'cepage',
            'sucrosite_niveau', 'actif',
        ]) }}

    from {{ source('raw', 'produits') }}

),

read as (

    select
        -- ids
        {{ label_key('produit') }} as label_key,

        -- text
        produit as produit_label,
        {{ code_text('article') }} as article,
        famille_crm,
        sous_famille,
        macro_categorie,
        price_band,
        premium_tier,
        cepage,
        sucrosite_niveau,

        -- numerics
        millesime as millesime_text,
        {{ vintage('millesime') }} as millesime,
        prix_ttc as prix_ttc_text,
        {{ number_from_text('prix_ttc') }} as prix_ttc,

        -- booleans
        actif as actif_text,
        {{ boolean_from_text('actif') }} as actif,

        -- lineage
        _file_id,
        _line_number

    from source

),

stg_isavigne__produits as (

    select
        label_key,
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
        {{ unreadable_columns(['millesime', 'prix_ttc', 'actif']) }} as illisibles,
        case when label_key is null then 'produit_manquant' end as motif,
        _file_id,
        _line_number

    from read

)

select * from stg_isavigne__produits
