-- When the exports first showed a code: the order in which codes become masters, and
-- which adding a code later cannot change.

with

sightings as (

    select
        client_code,
        _file_id,
        min(_line_number) as _line_number
    from {{ ref('int_clients__decided') }}
    where client_code is not null
    group by client_code, _file_id

    union all

    select
        client_code,
        _file_id,
        min(first_line_number) as _line_number
    from {{ ref('int_clients__sighted') }}
    where first_line_number is not null
    group by client_code, _file_id

),

int_clients__first_seen as (

    select distinct on (sightings.client_code)
        sightings.client_code,
        files.first_order,
        sightings._line_number as first_line_number
    from sightings
    inner join {{ ref('int_files__dated') }} as files
        on sightings._file_id = files.file_id
    order by sightings.client_code, files.first_order, sightings._line_number

)

select * from int_clients__first_seen
