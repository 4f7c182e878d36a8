-- raw.ventes_lignes = etl.ventes_lignes + etl.ventes_lignes_rejetees, line by line.

{{ config(
    severity='error',
    meta={
        'owner': 'analyste',
        'libelle': 'Des lignes de vente se sont perdues ou comptent deux fois',
    },
) }}

with

counted as (

    select
        _file_id,
        _line_number,
        1 as copies
    from (
        {{ lines_read_to_compare(
            source('raw', 'ventes_lignes'), ['_file_id', '_line_number']
        ) }}
    ) as read_lines
    union all
    select
        _file_id,
        _line_number,
        -1 as copies
    from (
        {{ lines_to_compare(ref('ventes_lignes'), ['_file_id', '_line_number']) }}
    ) as kept
    union all
    select
        _file_id,
        _line_number,
        -1 as copies
    from (
        {{ lines_to_compare(
            ref('ventes_lignes_rejetees'), ['_file_id', '_line_number']
        ) }}
    ) as rejected

)

select
    case when sum(copies) > 0 then 'absente' else 'en trop' end as anomalie,
    _file_id,
    _line_number
from counted
group by _file_id, _line_number
having sum(copies) <> 0
