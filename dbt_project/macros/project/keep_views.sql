{# Post-hook of a table that is replaced and that views read: dbt has renamed the old table and
   is about to drop it, with the views that stand on it. They are put on the new one before.
   A view that is a table by now goes with the old one, as dbt, which is about to make the table,
   takes for granted. #}
{% macro keep_views() -%}
    {%- set old = make_backup_relation(this, 'table') -%}
    {%- set tables = [] -%}
    {%- for node in (graph.nodes.values() if execute else [])
        if node.resource_type == 'model' and node.config.materialized != 'view' -%}
        {%- do tables.append("to_regclass('" ~ node.schema ~ '.' ~ node.alias ~ "')") -%}
    {%- endfor -%}
    do $keep_views$
    declare
        view regclass;
    begin
        for view in
            select distinct rules.ev_class
            from pg_depend as needs
            inner join pg_rewrite as rules
                on needs.classid = 'pg_rewrite'::regclass and needs.objid = rules.oid
            where needs.refobjid = to_regclass('{{ old }}')
                and (rules.ev_class = any(array[{{ tables | join(', ') }}])) is not true
        loop
            execute format(
                'create or replace view %s as %s',
                view,
                replace(
                    pg_get_viewdef(view), '{{ old.identifier }}', '{{ this.identifier }}'
                )
            );
        end loop;
    exception when undefined_column or invalid_table_definition then
        raise notice 'views on {{ this }} no longer fit its columns: build them again';
    end
    $keep_views$
{%- endmacro %}
