{# The primary key of a seed, made again at each filling: the table stays, and so does its key. #}
{% macro seed_key(column) -%}
    {%- set key = this.identifier ~ '_pkey' -%}
    alter table {{ this }}
        drop constraint if exists {{ key }},
        add constraint {{ key }} primary key ({{ column }})
{%- endmacro %}
