{# Text of the exports that is safe in any template: no tag can open in it, no variable, and
   nothing steers its reader; and no line can begin with a sign that French keeps with the word before it. #}
{% macro letter_text(value) -%}
    regexp_replace(
        regexp_replace(
            translate({{ plain_text(value) }}, '<>{}', '‹›()'), ' ([:;!?»])', e'\u00a0\\1', 'g'
        ),
        '« ', e'«\u00a0', 'g'
    )
{%- endmacro %}
