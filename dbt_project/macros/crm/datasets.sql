{# What the ERP exports; a test holds it to the loader's list. #}
{% macro datasets() -%}
    {{ return(['ventes_lignes', 'clients', 'produits', 'stock', 'contacts']) }}
{%- endmacro %}
