{{ config(
    materialized='incremental',
    unique_key=['client_code', 'ligne_id'],
    pre_hook=[
        roomy_memory(),
        "{{ delete_gone(ref('int_ventes_lignes__kept'), ['client_code', 'ligne_id'], 'true') }}",
    ],
    indexes=[
        {'columns': ['client_code', 'date_livraison']},
        {'columns': ['produit_key']},
        {'columns': ['document_id']},
    ],
) }}

with

ventes_lignes as (

    select
        client_code,
        ligne_id,
        document_id,
        document_type,
        document_no,
        order_detail_no,
        produit_key,
        produit_label,
        article,
        date_livraison,
        qty_line,
        qty_unit,
        pu_ht,
        mt_ht,
        mt_ttc,
        marge,
        is_purchase,
        is_return,
        email,
        code_postal,
        ville,
        _file_id,
        _line_number

    from {{ ref('int_ventes_lignes__kept') }}

)

select * from ventes_lignes
{{ only_changed('ventes_lignes', ['client_code', 'ligne_id']) }}
