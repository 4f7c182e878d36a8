{# Text without the blanks around it, null when nothing is left. Exports pad with
   no-break spaces (U+00A0, U+202F) and carry byte order marks, which neither
   `trim` nor `\s` sees. #}
{% macro clean_text(value) -%}
    nullif(btrim({{ value }}, e' \t\r\n\u00a0\u2007\u2009\u200b\u202f\ufeff'), '')
{%- endmacro %}
