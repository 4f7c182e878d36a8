{# Text for a letter or a contact: without what steers its reader instead of showing something
   (escape sequences, turns of the direction of writing, signs without a width), on one line,
   null when nothing is left. The same signs as `plain` of warehouse/console.py. #}
{% macro plain_text(value) -%}
    nullif(btrim(regexp_replace(
        regexp_replace(
            {{ value }}, '[\t\n\u000b\u000c\r\u001c-\u001f\u0085\u2028\u2029]+', ' ', 'g'
        ),
        '[\u0001-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f'
        '\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]', '', 'g'
    ), ' '), '')
{%- endmacro %}
