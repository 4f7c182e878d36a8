-- One person out of their codes. The code that bought last speaks first, then the
-- master; what it leaves empty the next one says. Names come from one code together,
-- and so do town and postcode: two halves of two records are nobody's.
-- An opt-out on any of the codes is the person's.

with

last_purchases as (

    select
        client_code,
        max(date_livraison) as dernier_achat
    from {{ ref('ventes_lignes') }}
    where is_purchase and date_livraison <= {{ as_of_date() }}
    group by client_code

),

codes as (

    select
        clients.*,
        row_number() over (
            partition by clients.master_client_code
            order by
                last_purchases.dernier_achat desc nulls last,
                clients.client_code = clients.master_client_code desc,
                clients.client_code asc
        ) as position,
        case
            when clients.nom is not null then (clients.prenom is null)::integer
        end as name_choice,
        num_nonnulls(clients.code_postal, clients.ville) = 0 as is_nowhere
    from {{ ref('clients') }} as clients
    left join last_purchases on clients.client_code = last_purchases.client_code

),

customer_identity as (

    select
        master_client_code as client_code,
        count(*) as nb_codes,
        {%- for column in ['nom', 'prenom'] %}
        (array_agg({{ column }} order by name_choice, position))[1] as {{ column }},
        {%- endfor %}
        {%- for column in ['email', 'telephone'] %}
        {{ first_known(column, 'position') }} as {{ column }},
        {%- endfor %}
        {%- for column in ['code_postal', 'ville', 'pays'] %}
        (array_agg({{ column }} order by is_nowhere, position))[1] as {{ column }},
        {%- endfor %}
        coalesce(bool_or(not optin_email), false) as has_opted_out
    from codes
    group by master_client_code

)

select * from customer_identity
