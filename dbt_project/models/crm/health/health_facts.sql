-- What the last build found.

{{ config(post_hook="{{ keep_views() }}") }}

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
