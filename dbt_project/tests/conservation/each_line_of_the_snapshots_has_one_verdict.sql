-- Customers, catalogue, stock and contacts: as many verdicts as lines, file by file,
-- and every line kept is in its table.

{{ config(
    severity='error',
    meta={
        'owner': 'analyste',
        'libelle': 'Des lignes de clients, produits, stock ou contacts se sont perdues',
    },
) }}

{#- Sales have a check of their own: they are read a file at a time. #}
{%- set entities = datasets() | reject('equalto', 'ventes_lignes') | list %}

with

raw_lines as (

    {% for entity in entities -%}
    select
        '{{ entity }}' as dataset,
        _file_id
    from {{ source('raw', entity) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

verdicts as (

    {% for entity in entities -%}
    select
        '{{ entity }}' as dataset,
        _file_id,
        motif
    from {{ ref('int_' ~ entity ~ '__decided') }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

kept as (

    select
        'clients' as dataset,
        _file_id
    from {{ ref('clients') }}
    where is_in_customer_file
    union all
    select
        'produits' as dataset,
        _file_id
    from {{ ref('produits_formats') }}
    union all
    select
        'contacts' as dataset,
        _file_id
    from {{ ref('contacts') }}
    union all
    -- The lines of a wine are added up: each must find it.
    select
        'stock' as dataset,
        lines._file_id
    from {{ ref('int_stock__decided') }} as lines
    inner join {{ ref('stock') }} as stock
        on lines.produit_key = stock.produit_key and lines._file_id = stock._file_id
    where lines.motif is null

),

counts as (

    select
        dataset,
        _file_id,
        1 as raw_lines,
        0 as verdicts,
        0 as kept,
        0 as tabled
    from raw_lines
    union all
    select
        dataset,
        _file_id,
        0 as raw_lines,
        1 as verdicts,
        (motif is null)::integer as kept,
        0 as tabled
    from verdicts
    union all
    select
        dataset,
        _file_id,
        0 as raw_lines,
        0 as verdicts,
        0 as kept,
        1 as tabled
    from kept

)

select
    dataset,
    _file_id,
    sum(raw_lines) as raw_lines,
    sum(verdicts) as verdicts,
    sum(kept) as kept,
    sum(tabled) as tabled
from counts
group by dataset, _file_id
having sum(raw_lines) <> sum(verdicts) or sum(kept) <> sum(tabled)
