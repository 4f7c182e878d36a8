{# A text that says something, null when it only fills the field: `N/A`, `null`, `#N/A`, `?`,
   `-`, `xxx`, `non renseigné`. #}
{% macro known_text(value) -%}
    case
        when {{ value }} ~ '[[:alnum:]]' and {{ value }} <> 'NaN' and lower({{ value }}) not in (
            'n/a', 'n.a.', 'n.a', '#n/a', 'na', 'n/c', 'n.c.', 'nc', 'n/r', 'null', '(null)',
            'none', 'undefined', 'inconnu', 'inconnue', 'non renseigné',
            'non renseignee', 'non renseigne', 'non renseignée', 'néant', 'neant', 'vide', 'xx',
            'xxx', 'xxxx'
        )
            then {{ value }}
    end
{%- endmacro %}
