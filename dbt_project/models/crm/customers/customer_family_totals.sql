-- Money spent by each person on each family of wines, and which family comes first.

with

families as (

    select
        sales.client_code,
        produits.famille_crm,
        sum(sales.mt_ht) as mt_ht,
        sum(sales.qty_unit) as qty_unit,
        max(sales.date_livraison) filter (where sales.is_purchase) as dernier_achat
    from {{ ref('customer_sales_lines') }} as sales
    inner join {{ ref('produits') }} as produits
        on sales.produit_key = produits.produit_key
    where produits.famille_crm is not null
    group by sales.client_code, produits.famille_crm
    having bool_or(sales.is_purchase)

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
