{# What a relation and its columns are, written to the database in one statement: dbt looks the
   columns up twice and writes twice. A column that is described and not there is an error. #}
{% macro postgres__persist_docs(relation, model, for_relation, for_columns) -%}
    {%- set comments = [] -%}
    {%- if for_relation and config.persist_relation_docs() and model.description -%}
        {%- do comments.append(alter_relation_comment(relation, model.description)) -%}
    {%- endif -%}
    {%- if for_columns and config.persist_column_docs() -%}
        {%- for column in model.columns.values() if column.description -%}
            {%- set name = adapter.quote(column.name) if column.quote else column.name -%}
            {%- do comments.append(
                'comment on column ' ~ relation ~ '.' ~ name ~ ' is '
                ~ postgres_escape_comment(column.description) ~ ';'
            ) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- if comments -%}
        {%- do run_query(comments | join('\n')) -%}
    {%- endif -%}
{%- endmacro %}
