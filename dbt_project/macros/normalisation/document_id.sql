{# The stable identifier of a document: its type, number and date
   (`VENTE|V0001|2025-12-27`), null when one of them is. #}
{% macro document_id(document_type, document_no, document_date) -%}
    {{ document_type }} || '|' || {{ document_no }}
    || '|' || to_char({{ document_date }}, 'YYYY-MM-DD')
{%- endmacro %}
