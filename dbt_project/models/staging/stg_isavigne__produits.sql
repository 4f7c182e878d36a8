with

source as (

    {{ clean_columns(source('raw', 'produits'), [
        'produit', 'article', 'millesime', 'famille_crm', 'sous_famille',
        'macro_categorie', 'prix_ttc', 'price_band', 'premium_tier', 'cepage',
        'sucrosite_niveau', 'actif',
    ]) }}

),

stg_isavigne__produits as (

    select
        read.*,
        {{ unreadable_columns(['millesime', 'prix_ttc']) }} as illisibles,
        case when read.label_key is null then 'produit_manquant' end as motif,
        source._file_id,
        source._line_number

    from source
    cross join lateral (
        select
            -- ids
            {{ label_key('source.produit') }} as label_key,

            -- text
            source.produit as produit_label,
            {{ label_key('source.actif') }} as actif_word,
            {{ code_text('source.article') }} as article,
            {{ known_text('source.famille_crm') }} as famille_crm,
            {{ known_text('source.sous_famille') }} as sous_famille,
            {{ known_text('source.macro_categorie') }} as macro_categorie,
            {{ known_text('source.price_band') }} as price_band,
            {{ known_text('source.premium_tier') }} as premium_tier,
            {{ known_text('source.cepage') }} as cepage,
            {{ known_text('source.sucrosite_niveau') }} as sucrosite_niveau,

            -- numerics
            {{ vintage('source.millesime') }} as millesime,
            {{ number_from_text('source.prix_ttc') }} as prix_ttc
        limit 1  -- noqa: AM09
    ) as read

)

select * from stg_isavigne__produits
