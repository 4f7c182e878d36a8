{%- set carried = columns_of('int_ventes_lignes__kept', except=[
    'qty_unit', 'format', 'is_purchase', 'is_return', 'is_order',
]) %}

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
        lines.{{ carried | join(', lines.') }},
        lines.qty_line * coalesce(articles.bouteilles, 1) as qty_unit,
        coalesce(articles.singulier, lines.article, {{ bottle() }}) as format,
        coalesce(document_types.is_purchase, false)
        and not signs.is_given_back as is_purchase,
        coalesce(document_types.is_return, false)
        or (
            signs.is_given_back and not coalesce(document_types.is_order, false)
        ) as is_return,
        coalesce(document_types.is_order, false)
        and not signs.is_given_back as is_order

    from lines
    -- A line below zero gives something back, whatever its document is called; only an
    -- order, which is never money, cannot.
    cross join
        lateral (
            select (lines.qty_line < 0 or lines.mt_ht < 0) as is_given_back
        ) as signs
    left join articles on lines.article = articles.article
    left join document_types on lines.document_type = document_types.document_type

)

select * from int_ventes_lignes__kept
