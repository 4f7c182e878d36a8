{# Text of the exports that is safe in any template: no tag can open in it, and no variable. #}
{% macro letter_text(value) -%}
    translate({{ value }}, '<>{}', '‹›()')
{%- endmacro %}
