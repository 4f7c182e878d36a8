{# The wine behind a product: its key without the vintage
   (`RIESLING TRADITION 2022` gives `RIESLING TRADITION`). A key that is nothing but a
   vintage stays as it is. #}
{% macro cuvee_key(produit_key) -%}
    coalesce(
        nullif(btrim(regexp_replace(
            {{ produit_key }}, '\s*\m(19|20)[0-9]{2}\M\s*', ' ', 'g'
        )), ''),
        {{ produit_key }}
    )
{%- endmacro %}
