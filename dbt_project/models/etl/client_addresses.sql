with

client_addresses as (

    select
        client_code,
        email,
        first_date,
        last_date
    from {{ ref('int_clients__address_history') }}

)

select * from client_addresses
