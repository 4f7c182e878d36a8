-- A value that cannot be read becomes null and gives the line its motif: the first
-- reason, in the order of the `case` below, why the line cannot be kept.

with

source as (

    select
        _file_id,
        _line_number,
        {{ clean_columns([
            'client_code', 'date_livraison', 'produit_label', 'qty_line', 'pu_ht',
            'mt_ht', 'mt_ttc', 'marge', 'document_type', 'document_no',
            'order_detail_no', 'article', 'email', 'code_postal', 'ville',
        ]) }}

    from {{ source('raw', 'ventes_lignes') }}

),

read as (

    select
        -- ids
        {{ code_text('client_code') }} as client_code,
        {{ label_key('document_type') }} as document_type,
        upper(document_no) as document_no,
        upper(order_detail_no) as order_detail_no,
        {{ label_key('produit_label') }} as label_key,

        -- text
        produit_label,
        {{ code_text('article') }} as article,
        {{ email_address('email') }} as email,
        upper(code_postal) as code_postal,
        ville,

        -- numerics
        {{ number_from_text('qty_line') }} as qty_line,
        {{ number_from_text('pu_ht') }} as pu_ht,
        {{ number_from_text('mt_ht') }} as mt_ht,
        {{ number_from_text('mt_ttc') }} as mt_ttc,
        {{ number_from_text('marge') }} as marge,
        pu_ht as pu_ht_text,
        mt_ttc as mt_ttc_text,
        marge as marge_text,

        -- dates
        {{ date_from_text('date_livraison') }} as date_livraison,

        -- lineage
        _file_id,
        _line_number

    from source

),

stg_isavigne__ventes_lignes as (

    select
        client_code,
        document_type,
        document_no,
        order_detail_no,
        label_key,
        produit_label,
        article,
        email,
        code_postal,
        ville,
        qty_line,
        pu_ht,
        mt_ht,
        mt_ttc,
        marge,
        date_livraison,
        case
            when client_code is null then 'client_manquant'
            when date_livraison is null then 'date_invalide'
            when label_key is null then 'produit_manquant'
            when coalesce(qty_line, 0) = 0 then 'quantite_invalide'
            when
                mt_ht is null
                or {{ unreadable('pu_ht_text', 'pu_ht') }}
                or {{ unreadable('mt_ttc_text', 'mt_ttc') }}
                or {{ unreadable('marge_text', 'marge') }}
                then 'montant_invalide'
            when document_type is null or document_no is null then 'document_manquant'
        end as motif,
        _file_id,
        _line_number

    from read

)

select * from stg_isavigne__ventes_lignes
