{# Yes or no as an ERP writes it, or null when it is neither. #}
{% macro boolean_from_text(value) -%}
    case
        when
            lower({{ value }}) in (
                'oui', 'o', 'yes', 'y', 'vrai', 'true', 't', '1', '1.0', 'x', 'actif'
            )
            then true
        when
            lower({{ value }}) in (
                'non', 'n', 'no', 'faux', 'false', 'f', '0', '0.0', 'inactif'
            )
            then false
    end
{%- endmacro %}
