-- Every customer code, from the customer file, else from its latest sale, which an
-- index of the sales decided finds. A table: the matching of persons reads it several
-- times.

{{ config(
    materialized='table',
    post_hook="{{ keep_views() }}",
) }}

{#- What only the customer file says of a code; the rest comes from sales too. #}
{%- set of_file = columns_of('int_clients__codes', except=[
    'client_code', 'optin_email', 'is_in_customer_file', 'email', 'code_postal', 'ville',
    '_file_id', '_line_number',
]) %}

with

clients as (

    select * from {{ ref('int_clients__decided') }}
    where motif is null

),

unknown as (

    select sighted.client_code
    from {{ ref('int_clients__sighted') }} as sighted
    left join clients on sighted.client_code = clients.client_code
    where sighted.first_line_number is not null and clients.client_code is null
    group by sighted.client_code

),

sales as (

    select
        unknown.client_code,
        latest.*
    from unknown
    cross join lateral (
        select
            lines.email,
            lines.code_postal,
            lines.ville,
            lines._file_id,
            lines._line_number
        from {{ ref('int_ventes_lignes__decided') }} as lines
        inner join {{ ref('int_files__dated') }} as files
            on lines._file_id = files.file_id
        where lines.client_code = unknown.client_code and lines.motif is null
        order by
            lines.date_livraison desc, files.export_order desc, lines._line_number desc
        limit 1
    ) as latest

),

int_clients__codes as (

    select
        coalesce(clients.client_code, sales.client_code) as client_code,
        clients.{{ of_file | join(', clients.') }},
        case
            when clients.has_opted_out then false else clients.optin_email
        end as optin_email,
        clients.client_code is not null as is_in_customer_file,
        case
            when clients.client_code is null then sales.email else clients.email
        end as email,
        case
            when clients.client_code is null then sales.code_postal
            else clients.code_postal
        end as code_postal,
        case
            when clients.client_code is null then sales.ville else clients.ville
        end as ville,
        coalesce(clients._file_id, sales._file_id) as _file_id,
        coalesce(clients._line_number, sales._line_number) as _line_number

    from clients
    full outer join sales on clients.client_code = sales.client_code

)

select * from int_clients__codes
