-- Which codes, with which addresses, each file of sales shows, and on which line first.
-- What a line says does not change once it is read: only files that are new, or read
-- again, are looked at.

{{ config(
    materialized='incremental',
    unique_key=['_file_id'],
    pre_hook="{{ forget_unless_compared() }}",
    post_hook=["{{ keep_views() }}", "{{ analysed() }}"],
) }}

with

int_clients__sighted as (

    select
        client_code,
        email,
        _file_id,
        min(_line_number) filter (where motif_lecture is null) as first_line_number
    from {{ ref('int_ventes_lignes__decided') }}
    where
        client_code is not null
        and {{ is_in_new_file() if is_incremental() else 'true' }}
    group by client_code, email, _file_id

)

select * from int_clients__sighted
