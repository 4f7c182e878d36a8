{# `de` before the name of a wine: elided before a vowel (`d’Auxerrois`), one word with its
   article (`du Clos`, `des Terrasses`). #}
{% macro of_wine(label) -%}
    case
        when {{ label }} ~* '^le ' then 'du ' || substr({{ label }}, 4)
        when {{ label }} ~* '^les ' then 'des ' || substr({{ label }}, 5)
        when upper(left(normalize({{ label }}, nfd), 1)) in ('A', 'E', 'I', 'O', 'U', 'Œ', 'Æ')
            then 'd’' || {{ label }}
        else 'de ' || {{ label }}
    end
{%- endmacro %}
