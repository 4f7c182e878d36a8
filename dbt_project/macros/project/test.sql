{# dbt keeps what each check finds in a table, made anew each time, even where it finds nothing. Here
   a check is asked first: most find nothing, and need no table. #}
{% materialization test, adapter='postgres' -%}
    {%- set checked = get_limit_subquery_sql(sql, config.get('limit')) -%}
    {%- set relations = [] -%}

    {% call statement('main', fetch_result=True) -%}
        {{ get_test_sql(
            checked, config.get('fail_calc'), config.get('warn_if'), config.get('error_if'), limit=none
        ) }}
    {%- endcall %}

    {%- if should_store_failures() -%}
        {%- set identifier = model['alias'] -%}
        {%- set before = adapter.get_relation(
            database=database, schema=schema, identifier=identifier
        ) -%}
        {%- set found = load_result('main')['data'][0][0] -%}
        {%- if before -%}
            {%- do adapter.drop_relation(before) -%}
        {%- endif -%}
        {%- if found -%}
            {%- set kept = api.Relation.create(
                identifier=identifier, schema=schema, database=database, type='table'
            ) -%}
            {% call statement(auto_begin=True) %}
                {{ get_create_sql(kept, checked) }}
            {% endcall %}
            {%- do relations.append(kept) -%}
            {{ adapter.commit() }}
        {%- endif -%}
    {%- endif -%}

    {{ return({'relations': relations}) }}
{%- endmaterialization %}
