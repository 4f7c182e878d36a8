-- When the exports first showed a code: the order in which codes become masters, and
-- which adding a code later cannot change.

with

sightings as (

    select
        client_code,
        export_date,
        _file_id,
        _line_number
    from {{ ref('int_clients__decided') }}
    where client_code is not null

    union all

    select
        client_code,
        export_date,
        _file_id,
        _line_number
    from {{ ref('int_ventes_lignes__decided') }}
    where motif_lecture is null

),

int_clients__first_seen as (

    select distinct on (client_code)
        client_code,
        export_date as first_export_date,
        _file_id as first_file_id,
        _line_number as first_line_number
    from sightings
    order by client_code, export_date, _file_id, _line_number

)

select * from int_clients__first_seen
