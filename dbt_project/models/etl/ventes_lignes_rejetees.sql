{{ config(
    materialized='incremental',
    unique_key=['_file_id', '_line_number'],
    pre_hook="{{ delete_gone(ref('int_ventes_lignes__decided'), ['_file_id', '_line_number'], 'wanted.motif is not null') }}",
    indexes=[{'columns': ['motif']}],
) }}

with

ventes_lignes_rejetees as (

    select
        _file_id,
        _line_number,
        motif,
        ligne_id,
        client_code,
        document_id,
        document_type,
        document_no,
        order_detail_no,
        produit_key,
        produit_label,
        article,
        date_livraison,
        qty_line,
        pu_ht,
        mt_ht,
        mt_ttc,
        marge,
        email,
        code_postal,
        ville

    from {{ ref('int_ventes_lignes__decided') }}
    where motif is not null

)

select * from ventes_lignes_rejetees
{{ only_changed('ventes_lignes_rejetees', ['_file_id', '_line_number']) }}
