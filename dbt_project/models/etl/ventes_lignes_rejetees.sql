{{ config(
    materialized='incremental',
    unique_key=['_file_id', '_line_number'],
    pre_hook="{{ delete_gone(ref('int_ventes_lignes__decided'), ['_file_id', '_line_number'], 'wanted.motif is not null', true) }}",
    indexes=[{'columns': ['motif']}],
) }}

with

ventes_lignes_rejetees as (

    select {{ columns_of('ventes_lignes_rejetees') | join(', ') }}
    from {{ ref('int_ventes_lignes__decided') }}
    where
        motif is not null
        and {{ is_new() if is_incremental() else 'true' }}

)

{{ only_changed('ventes_lignes_rejetees', ['_file_id', '_line_number']) }}
