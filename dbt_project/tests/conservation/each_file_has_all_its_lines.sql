-- What the loader says it copied is what stands in `raw`, lines set aside included.

{{ config(
    severity='error',
    meta={
        'owner': 'analyste',
        'libelle': 'Des lignes d’un fichier manquent dans la base',
    },
) }}

with

lines as (

    {% for dataset in datasets() -%}
    select
        _file_id,
        count(*) as row_count,
        0 as rejected_count
    from {{ source('raw', dataset) }}
    group by _file_id
    union all
    {% endfor -%}
    select
        _file_id,
        0 as row_count,
        count(*) as rejected_count
    from {{ source('raw', 'rejected_lines') }}
    group by _file_id

),

counted as (

    select
        _file_id,
        sum(row_count) as row_count,
        sum(rejected_count) as rejected_count
    from lines
    group by _file_id

),

files as (

    select * from {{ ref('stg_isavigne__files') }}
    where status = 'loaded'

)

select
    coalesce(files.file_id, counted._file_id) as file_id,
    files.path,
    files.row_count,
    counted.row_count as row_count_found,
    files.rejected_count,
    counted.rejected_count as rejected_count_found
from files
full outer join counted on files.file_id = counted._file_id
where
    (coalesce(files.row_count, -1), coalesce(files.rejected_count, -1))
    <> (coalesce(counted.row_count, 0), coalesce(counted.rejected_count, 0))
