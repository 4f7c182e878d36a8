-- Which kind every product is that was ever sold or stands in the catalogue. A seed
-- says so by words of the label, the article or the families, in the singular or the
-- plural; the catalogue does by a grape or a vintage. Null where nothing tells.
-- A table: its check and what reads it would each go through every sale.

{{ config(materialized='table') }}

with

catalogue as (

    select
        produit_key,
        bool_or(num_nonnulls(cepage, millesime) > 0) as has_grape_or_vintage,
        string_agg(distinct article, ' | ') as articles,
        string_agg(
            distinct
            concat_ws(
                ' | ',
                {{ label_key('famille_crm') }},
                {{ label_key('sous_famille') }},
                {{ label_key('macro_categorie') }}
            ),
            ' | '
        ) as families
    from {{ ref('int_produits__formats') }}
    group by produit_key

),

-- Distinct first: otherwise every sale would be sorted.
sold_articles as (

    select distinct
        produit_key,
        article
    from {{ ref('int_ventes_lignes__decided') }}
    where motif is null

),

sold as (

    select
        produit_key,
        string_agg(article, ' | ' order by article) as articles
    from sold_articles
    group by produit_key

),

products as (

    select
        coalesce(catalogue.produit_key, sold.produit_key) as produit_key,
        coalesce(catalogue.has_grape_or_vintage, false) as has_grape_or_vintage,
        {{ singular('coalesce(catalogue.produit_key, sold.produit_key)') }} as label,
        {{ singular("concat_ws(' | ', catalogue.articles, sold.articles)") }}
            as articles,
        {{ singular("coalesce(catalogue.families, '')") }} as families
    from catalogue
    full outer join sold on catalogue.produit_key = sold.produit_key

),

patterns as (

    select
        position,
        field,
        kind,
        {{ singular(label_key('words')) }} as words
    from {{ ref('product_kinds') }}

),

found as (

    select
        products.produit_key,
        patterns.position,
        length(patterns.words) as letters,
        patterns.kind
    from products
    inner join patterns
        on
            ' ' || case patterns.field
                when 'start' then products.label
                when 'label' then products.label
                when 'article' then products.articles
                when 'family' then products.families
            end || ' '
            like case when patterns.field = 'start' then '' else '%' end
            || ' ' || patterns.words || ' %'

    union all

    select
        produit_key,
        6 as position,
        0 as letters,
        'vin' as kind
    from products
    where has_grape_or_vintage

),

told as (

    select distinct on (produit_key)
        produit_key,
        kind
    from found
    order by produit_key asc, position asc, letters desc, kind asc

),

int_produits__kinds as (

    select
        products.produit_key,
        told.kind,
        coalesce(told.kind, 'vin') = 'vin' as is_wine
    from products
    left join told on products.produit_key = told.produit_key

)

select * from int_produits__kinds
