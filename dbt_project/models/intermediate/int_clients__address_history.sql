-- Every address each code ever had, in customer files and on sales, and when. A table:
-- the newest noes are read through it while a build goes on.

{{ config(
    materialized='table',
    post_hook="{{ keep_views() }}",
    indexes=[{'columns': ['client_code']}],
) }}

with

lines as (

    select
        client_code,
        email,
        _file_id
    from {{ ref('stg_isavigne__clients') }}
    where client_code is not null and email is not null
    union all
    select
        client_code,
        email,
        _file_id
    from {{ ref('int_clients__sighted') }}
    where email is not null

),

int_clients__address_history as (

    select
        lines.client_code,
        lines.email,
        min(files.export_date) as first_date,
        max(files.export_date) as last_date
    from lines
    inner join {{ ref('int_files__dated') }} as files on lines._file_id = files.file_id
    group by lines.client_code, lines.email

)

select * from int_clients__address_history
