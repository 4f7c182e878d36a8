{# Schemas carry their plain names in `prod`; any other target (CI, an analyst's
   own, `verify`) prefixes them, so that nobody builds over somebody else. Workings of `crm`,
   its protected models, stand apart from what people read. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {%- set schema = (custom_schema_name or target.schema) | trim -%}
    {%- set is_working = schema == 'crm' and node.config.get('access') == 'protected' -%}
    {%- set schema = 'crm_work' if is_working else schema -%}
    {%- if custom_schema_name is none or target.name == 'prod' -%}
        {{ schema }}
    {%- else -%}
        {{ target.schema }}_{{ schema }}
    {%- endif -%}
{%- endmacro %}
