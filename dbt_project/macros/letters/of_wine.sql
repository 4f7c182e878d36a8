{# `de` before the name of a wine, elided before a vowel (`de Riesling`, `d’Auxerrois`). #}
{% macro of_wine(label) -%}
    case
        when upper(left(normalize({{ label }}, nfd), 1)) in ('A', 'E', 'I', 'O', 'U', 'Œ', 'Æ')
            then 'd’'
        else 'de '
    end || {{ label }}
{%- endmacro %}
