-- Every address each customer code has or ever had: in exports, at Brevo, on letters.
-- One that more codes bear than anybody has names is what was typed for want of one.

with

every_source as (

    select
        client_code,
        email
    from {{ ref('client_addresses') }}
    union distinct
    select
        client_code,
        email_norm as email
    from {{ source('activation', 'contact_state') }}
    where email_norm is not null
    union distinct
    select
        client_code,
        email_norm as email
    from {{ source('activation', 'outbox') }}
    where client_code is not null and email_norm is not null

),

customer_addresses as (

    select
        client_code,
        email,
        count(*) over (partition by email)
        > {{ var('address_max_names') }} as is_nobodys
    from every_source

)

select * from customer_addresses
