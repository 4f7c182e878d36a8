-- A view, not a table: an occasion that was loaded a minute ago counts when a letter
-- leaves, whether or not a build has succeeded since.

{{ config(materialized='view') }}

with

contacts_loaded as (

    select
        client_code,
        date_contact,
        is_email,
        _file_id,
        _line_number
    from {{ ref('int_contacts__channels') }}

)

select * from contacts_loaded
