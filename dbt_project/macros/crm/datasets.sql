{% macro datasets() -%}
array['ventes_lignes', 'clients', 'produits', 'stock', 'contacts']
{%- endmacro %}
