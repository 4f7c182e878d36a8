{%- set of_code = columns_of('clients', except=['master_client_code', 'match_rule']) %}

with

clients as (

    select
        persons.master_client_code,
        persons.match_rule,
        codes.{{ of_code | join(', codes.') }}

    from {{ ref('int_clients__codes') }} as codes
    inner join {{ ref('int_clients__persons') }} as persons
        on codes.client_code = persons.client_code

)

select * from clients
