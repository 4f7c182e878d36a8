with

lines as (

    select * from {{ ref('int_ventes_lignes__decided') }}
    where motif is null

),

articles as (

    select * from {{ ref('articles') }}

),

document_types as (

    select * from {{ ref('document_types') }}

),

int_ventes_lignes__kept as (

    select
        lines.client_code,
        lines.document_id,
        lines.document_type,
        lines.document_no,
        lines.order_detail_no,
        lines.produit_key,
        lines.produit_label,
        lines.article,
        lines.date_livraison,
        lines.qty_line,
        lines.pu_ht,
        lines.mt_ht,
        lines.mt_ttc,
        lines.marge,
        lines.email,
        lines.code_postal,
        lines.ville,
        lines._file_id,
        lines._line_number,
        lines.ligne_id,
        lines.qty_line * coalesce(articles.bouteilles, 1) as qty_unit,
        coalesce(document_types.is_purchase, false) as is_purchase,
        coalesce(document_types.is_return, false) as is_return

    from lines
    left join articles on lines.article = articles.article
    left join document_types on lines.document_type = document_types.document_type

)

select * from int_ventes_lignes__kept
