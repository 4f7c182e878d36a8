-- Two occasions of one day that differ in channel or outcome are two occasions; the
-- same four values in a later export are the same occasion seen again.

with

lines as (

    select
        contacts.*,
        files.export_date,
        files.export_order

    from {{ ref('stg_isavigne__contacts') }} as contacts
    inner join {{ ref('int_files__dated') }} as files
        on contacts._file_id = files.file_id

),

ranked as (

    select
        *,
        row_number() over (
            partition by client_code, date_contact, canal, statut
            order by export_order desc, _line_number desc
        ) as lateness

    from lines

),

int_contacts__decided as (

    select
        client_code,
        date_contact,
        canal,
        statut,
        case
            when motif is not null then motif
            when lateness > 1 then 'doublon'
        end as motif,
        export_date,
        _file_id,
        _line_number

    from ranked

)

select * from int_contacts__decided
