{%- set content = columns_of('int_clients__decided', except=[
    'client_code', 'has_opted_out', 'illisibles',
    'motif', 'export_date', '_file_id', '_line_number',
]) | join(', ') %}

with

lines as (

    select
        clients.*,
        files.export_date,
        files.export_order

    from {{ ref('int_clients__consents') }} as clients
    inner join {{ ref('int_files__dated') }} as files
        on clients._file_id = files.file_id

),

ranked as (

    select
        *,
        row_number() over latest_first as lateness,
        ({{ content }})
        = first_value(({{ content }})) over latest_first as says_the_same,
        -- An opt-out holds for ever, whatever later exports say or leave empty.
        bool_or(not optin_email) over (partition by client_code) as has_opted_out

    from lines
    window latest_first as (
        partition by client_code
        order by export_order desc, _line_number desc
    )

),

int_clients__decided as (

    select
        client_code,
        {{ content }},
        coalesce(has_opted_out, false) as has_opted_out,
        illisibles,
        {{ snapshot_verdict('motif') }} as motif,
        export_date,
        _file_id,
        _line_number

    from ranked

)

select * from int_clients__decided
