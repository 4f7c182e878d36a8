-- When each content was exported, for the first and for the last time: one that comes
-- again under another date says at that date what it said before. The two orders know
-- nothing of loading: the moment of the export, the change of the file, its content.

with

files as (

    select
        file_id,
        dataset,
        status,
        export_date,
        coalesce(sha256, file_id::text) as content,
        array[exported_at, coalesce(modified_at, exported_at)] as moment
    from {{ ref('stg_isavigne__files') }}
    where status in ('loaded', 'duplicate')

),

contents as (

    select
        content,
        max(file_id) filter (where status = 'loaded') as file_id,
        max(dataset) filter (where status = 'loaded') as dataset,
        max(export_date) as export_date,
        min(moment) as first_moment,
        max(moment) as last_moment
    from files
    group by content

),

int_files__dated as (

    select
        file_id,
        dataset,
        export_date,
        last_moment[1] as exported_at,
        last_moment[2] as modified_at,
        row_number() over (order by last_moment asc, content asc) as export_order,
        row_number() over (order by first_moment asc, content asc) as first_order
    from contents
    where file_id is not null

)

select * from int_files__dated
