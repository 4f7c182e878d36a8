{# Text of the exports that is safe in any template: no tag can open in it, no variable, and
   nothing steers its reader; no line can begin with a sign that French keeps with the word before it;
   and a letter has one kind of apostrophe. #}
{% macro letter_text(value) -%}
    regexp_replace(
        regexp_replace(
            translate({{ plain_text(value) }}, '<>{}’ʼ‘', '‹›()'''''''), ' ([:;!?»])', e'\u00a0\\1', 'g'
        ),
        '« ', e'«\u00a0', 'g'
    )
{%- endmacro %}
