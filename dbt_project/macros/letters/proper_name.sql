{# A name as people write it: `LE GOFF` gives `Le Goff`; one that has both cases already keeps
   them (`d'Angelo`). #}
{% macro proper_name(name) -%}
    case
        when {{ name }} in (upper({{ name }}), lower({{ name }}))
            then initcap({{ name }})
        else {{ name }}
    end
{%- endmacro %}
