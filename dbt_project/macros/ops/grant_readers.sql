{#- Part of each model's own transaction, so that nobody is locked out of a table while the rest
    of the run goes on. Workings are nobody's to read, but who builds on top of them. Columns are
    named one by one: one that is not documented is not shown. -#}
{% macro grant_readers() -%}
    {%- set shown = [] -%}
    {%- for column in model.columns.values() -%}
        {%- if 'pii' not in column.tags -%}
            {%- do shown.append(adapter.quote(column.name)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set is_open = config.get('access') != 'protected' -%}
    {%- if is_open or target.name == 'prod' -%}
    do $$
    begin
        {%- if target.name == 'prod' %}
        if to_regrole('crm_builder') is not null then
            grant select on {{ this }} to crm_builder;
        end if;
        {%- endif %}
        {%- if shown and is_open %}
        if to_regrole('crm_analyst') is not null then
            grant select ({{ shown | join(', ') }}) on {{ this }} to crm_analyst;
        end if;
        {%- endif %}
        {%- set names_nobody = shown | length == model.columns | length %}
        {%- if is_open and (config.get('schema') in ['crm', 'sync']
            or config.get('schema') == 'etl' and (names_nobody or 'page' in config.get('tags', []))) %}
        if to_regrole('crm_dashboard') is not null then
            grant select on {{ this }} to crm_dashboard;
        end if;
        {%- endif %}
    end
    $$
    {%- endif -%}
{%- endmacro %}
