{# The wine behind a product: its key without its vintage (`RIESLING TRADITION 2022` of 2022
   gives `RIESLING TRADITION`); any other year is part of the name. A key that is nothing but a
   vintage stays as it is. #}
{% macro cuvee_key(produit_key, vintage) -%}
    coalesce(
        nullif(btrim(regexp_replace(
            {{ produit_key }}, '\s*\m' || {{ vintage }} || '\M\s*', ' ', 'g'
        )), ''),
        {{ produit_key }}
    )
{%- endmacro %}
