{# The key of a label: ligatures spelt out, accents removed, upper case, every run
   of other characters one space
   (`Crémant d’Alsace Extra-Brut 2022` → `CREMANT D ALSACE EXTRA BRUT 2022`). #}
{% macro label_key(value) -%}
    nullif(btrim(regexp_replace(
        upper(regexp_replace(
            normalize(
                replace(replace(replace(replace(replace(replace(
                    {{ value }}, 'œ', 'oe'
                ), 'Œ', 'OE'), 'æ', 'ae'), 'Æ', 'AE'), 'ß', 'ss'), 'ẞ', 'SS'),
                nfd
            ),
            '[\u0300-\u036f]', '', 'g'
        )),
        '[^A-Z0-9]+', ' ', 'g'
    )), '')
{%- endmacro %}
