{{ config(
    materialized='incremental',
    unique_key=['client_code', 'ligne_id'],
    pre_hook=[
        roomy_memory(),
        "{{ delete_gone(ref('int_ventes_lignes__decided'), ['client_code', 'ligne_id'], 'wanted.motif is null', true) }}",
    ],
    post_hook=[
        "{{ indexed_some(has_odd_amount()) }}",
        "{{ indexed_some(has_odd_vat()) }}",
    ],
    indexes=[
        {'columns': ['_file_id', '_line_number', 'client_code'], 'unique': true},
        {'columns': ['client_code', 'date_livraison']},
        {'columns': ['produit_key']},
        {'columns': ['document_id']},
    ],
) }}

with

ventes_lignes as (

    select {{ columns_of('ventes_lignes') | join(', ') }}
    from {{ ref('int_ventes_lignes__kept') }}
    {%- if is_incremental() %}
    where {{ is_new() }}
    {%- endif %}

)

{{ only_changed('ventes_lignes', ['client_code', 'ligne_id']) }}
