{%- set carried = columns_of('int_ventes_lignes__kept', except=[
    'qty_unit', 'is_purchase', 'is_return',
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
        coalesce(document_types.is_purchase, false) as is_purchase,
        coalesce(document_types.is_return, false) as is_return

    from lines
    left join articles on lines.article = articles.article
    left join document_types on lines.document_type = document_types.document_type

)

select * from int_ventes_lignes__kept
