{# dbt's own view is a new one that takes the old one's name: PostgreSQL then drops whatever
   was built on the old one, and a run of a part leaves holes. Here the view is replaced where
   it stands. Only where its columns no longer fit does it go, with what reads it. #}
{% materialization view, adapter='postgres' -%}
    {%- set existing = load_cached_relation(this) -%}
    {%- set target = this.incorporate(type='view') -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {%- if existing is not none and not existing.is_view %}
        {{ adapter.drop_relation(existing) }}
    {%- endif %}
    {% call statement('main') -%}
        {{ replace_view(target, sql) }}
    {%- endcall %}

    {% do apply_grants(target, config.get('grants'), should_revoke(existing, full_refresh_mode=True)) %}
    {% do persist_docs(target, model) %}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [target]}) }}
{%- endmaterialization %}

{% macro replace_view(relation, sql) -%}
    {%- set create = create_view_as(relation, sql) | trim -%}
    do $replace_view$
    begin
        {{ create | replace('create view', 'create or replace view', 1) }}
    exception when invalid_table_definition then
        drop view {{ relation }} cascade;
        {{ create }}
    end
    $replace_view$
{%- endmacro %}
