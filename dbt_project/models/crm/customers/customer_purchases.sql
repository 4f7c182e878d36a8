-- What each person bought: documents first, so that every line is read once. The
-- rhythm is counted between days, not documents: two invoices of one day are one
-- visit.

with

documents as (

    select
        client_code,
        min(date_livraison) as date_livraison,
        bool_or(is_purchase) as is_purchase,
        sum(mt_ht) as mt_ht
    from {{ ref('customer_sales_lines') }}
    group by client_code, document_id

),

totals as (

    select
        client_code,
        count(*) filter (where is_purchase) as nb_achats,
        coalesce(sum(mt_ht), 0) as total_achats,
        min(date_livraison) filter (where is_purchase) as premier_achat,
        max(date_livraison) filter (where is_purchase) as dernier_achat
    from documents
    group by client_code

),

visits as (

    select distinct
        client_code,
        date_livraison
    from documents
    where is_purchase

),

gaps as (

    select
        client_code,
        date_livraison
        - lag(date_livraison) over (
            partition by client_code order by date_livraison
        ) as days
    from visits

),

rhythms as (

    select
        client_code,
        round(percentile_cont(0.5) within group (order by days))::integer
            as rythme_jours
    from gaps
    where days is not null
    group by client_code

),

customer_purchases as (

    select
        totals.client_code,
        totals.nb_achats,
        totals.total_achats,
        totals.premier_achat,
        totals.dernier_achat,
        {{ as_of_date() }} - totals.dernier_achat as recency_days,
        round(totals.total_achats / nullif(totals.nb_achats, 0), 2) as panier_moyen,
        rhythms.rythme_jours,
        totals.dernier_achat + rhythms.rythme_jours as prochain_achat_prevu
    from totals
    left join rhythms on totals.client_code = rhythms.client_code

)

select * from customer_purchases
