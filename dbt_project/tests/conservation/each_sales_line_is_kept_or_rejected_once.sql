-- raw.ventes_lignes = etl.ventes_lignes + etl.ventes_lignes_rejetees, line by line.

{{ config(
    severity='error',
    meta={
        'owner': 'analyste',
        'libelle': 'Des lignes de vente se sont perdues ou comptent deux fois',
    },
) }}

with

raw_lines as (

    select
        _file_id,
        _line_number
    from {{ source('raw', 'ventes_lignes') }}

),

decided as (

    select
        _file_id,
        _line_number
    from {{ ref('ventes_lignes') }}
    union all
    select
        _file_id,
        _line_number
    from {{ ref('ventes_lignes_rejetees') }}

),

missing as (

    select * from raw_lines
    except all
    select * from decided

),

surplus as (

    select * from decided
    except all
    select * from raw_lines

)

select
    'absente' as anomalie,
    _file_id,
    _line_number
from missing
union all
select
    'en trop' as anomalie,
    _file_id,
    _line_number
from surplus
