-- Money spent by each person on each family of wines, and which family comes first.

with

families as (

    select
        achats.client_code,
        produits.famille_crm,
        sum(achats.mt_ht) as mt_ht,
        sum(achats.qty_unit) as qty_unit,
        max(achats.date_livraison) filter (where achats.is_purchase) as dernier_achat
    from {{ ref('customer_sales_lines') }} as achats
    inner join {{ ref('produits') }} as produits
        on achats.produit_key = produits.produit_key
    where produits.famille_crm is not null
    group by achats.client_code, produits.famille_crm
    having bool_or(achats.is_purchase)

),

customer_family_totals as (

    select
        client_code,
        famille_crm,
        mt_ht,
        qty_unit,
        dernier_achat,
        row_number() over (
            partition by client_code
            order by mt_ht desc nulls last, dernier_achat desc, famille_crm asc
        ) as position
    from families

)

select * from customer_family_totals
