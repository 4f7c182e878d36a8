-- The lines and amounts read from each file are those of its lines kept and rejected.

{{ config(
    severity='error',
    meta={
        'owner': 'analyste',
        'libelle': 'Les montants des fichiers ne sont pas ceux des ventes gardées et rejetées',
    },
) }}

{%- set columns = ['_file_id', '_line_number', 'mt_ht', 'mt_ttc'] %}

with

read_lines as (

    {{ lines_read_to_compare(ref('stg_isavigne__ventes_lignes'), columns) }}

),

staging as (

    select
        _file_id,
        count(_line_number) as lines,
        sum(mt_ht) as mt_ht,
        sum(mt_ttc) as mt_ttc
    from read_lines
    group by _file_id

),

lines as (

    {{ lines_to_compare(ref('ventes_lignes'), columns) }}
    union all
    {{ lines_to_compare(ref('ventes_lignes_rejetees'), columns) }}

),

etl as (

    select
        _file_id,
        count(_line_number) as lines,
        sum(mt_ht) as mt_ht,
        sum(mt_ttc) as mt_ttc
    from lines
    group by _file_id

)

select
    coalesce(staging._file_id, etl._file_id) as _file_id,
    staging.lines as staging_lines,
    etl.lines as etl_lines,
    staging.mt_ht as staging_mt_ht,
    etl.mt_ht as etl_mt_ht,
    staging.mt_ttc as staging_mt_ttc,
    etl.mt_ttc as etl_mt_ttc
from staging
full outer join etl on staging._file_id = etl._file_id
where
    (staging.lines, staging.mt_ht, staging.mt_ttc)
    is distinct from (etl.lines, etl.mt_ht, etl.mt_ttc)
