-- Every person and the first rule about the person that excludes them; null when none
-- does. The rules come in the order of the seed `reasons`.

with

rejected_today as (

    select
        client_code,
        max(rejected_on) as rejected_on
    from {{ ref('letter_rejected_wines') }}
    where is_todays_letter
    group by client_code

),

families as (

    select
        client_code,
        count(*) as nb_familles
    from {{ ref('customer_family_totals') }}
    group by client_code

),

letter_recipients as (

    select
        customers.client_code,
        customers.email,
        customers.nb_achats,
        customers.total_achats,
        customers.dernier_achat,
        customers.rythme_jours,
        coalesce(families.nb_familles, 0) as nb_familles,
        customers.recency_days > {{ var('winback_days') }}
        and customers.total_achats >= {{ var('winback_min_spent') }} as is_winback,
        customers.nb_achats = 1 as is_nurture,
        case
            when customers.not_contactable_reason is not null
                then customers.not_contactable_reason
            when
                {{ as_of_date() }} - customers.dernier_contact
                < {{ var('contact_days') }}
                then 'contact_recent'
            when rejected_today.client_code is not null then 'lettre_refusee'
            when customers.nb_achats = 0 then 'aucun_achat'
            when
                {{ as_of_date() }} - orders.derniere_commande
                < {{ var('quiet_after_order_days') }}
                then 'commande_recente'
        end as rule,
        case
            when customers.not_contactable_reason is not null then null
            when
                {{ as_of_date() }} - customers.dernier_contact
                < {{ var('contact_days') }}
                then
                    'Dernier contact le '
                    || {{ day_in_french('customers.dernier_contact') }}
            when rejected_today.client_code is not null
                then 'Refusée le ' || {{ day_in_french('rejected_today.rejected_on') }}
            when customers.nb_achats = 0 then null
            when
                {{ as_of_date() }} - orders.derniere_commande
                < {{ var('quiet_after_order_days') }}
                then 'Commande du ' || {{ day_in_french('orders.derniere_commande') }}
        end as detail
    from {{ ref('customer_360') }} as customers
    left join families on customers.client_code = families.client_code
    left join {{ ref('letter_last_orders') }} as orders
        on customers.client_code = orders.client_code
    left join rejected_today on customers.client_code = rejected_today.client_code

)

select * from letter_recipients
