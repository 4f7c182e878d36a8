{{ config(
    materialized='incremental',
    unique_key=['client_code', 'contact_id'],
    pre_hook="{{ delete_gone(ref('int_contacts__kept'), ['client_code', 'contact_id'], 'true') }}",
    indexes=[{'columns': ['client_code', 'date_contact']}],
) }}

with

contacts as (

    select {{ columns_of('contacts') | join(', ') }}
    from {{ ref('int_contacts__kept') }}

)

{{ only_changed('contacts', ['client_code', 'contact_id']) }}
