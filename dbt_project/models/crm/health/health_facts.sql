-- What the last build found. Its rows are replaced, not the table: `data_health` is a
-- view on it, and PostgreSQL drops a view with the table it reads.

{{ config(
    materialized='incremental',
    unique_key=['section', 'indicateur'],
    pre_hook="{% if is_incremental() %}delete from {{ this }}{% endif %}",
) }}

with

health_facts as (

    {%- for part in [
        'health_files', 'health_rejections', 'health_persons', 'health_reconciliation',
        'advice_health'
    ] %}
    select
        section,
        indicateur,
        valeur,
        unite,
        statut,
        detail,
        position
    from {{ ref(part) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

)

select * from health_facts
