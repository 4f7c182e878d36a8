-- One person out of their codes: the master's value first, then that of the next code.
-- An opt-out on any of the codes is the person's.

with

codes as (

    select
        *,
        row_number() over (
            partition by master_client_code
            order by client_code = master_client_code desc, client_code asc
        ) as position
    from {{ ref('clients') }}

),

customer_identity as (

    select
        master_client_code as client_code,
        count(*) as nb_codes,
        {%- for column in [
            'nom', 'prenom', 'email', 'telephone', 'code_postal', 'ville', 'pays'
        ] %}
        {{ first_known(column, 'position') }} as {{ column }},
        {%- endfor %}
        coalesce(bool_or(not optin_email), false) as has_opted_out
    from codes
    group by master_client_code

)

select * from customer_identity
