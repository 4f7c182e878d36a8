{# A word as people mean it, however they type it: lower case, accents and invisible
   characters removed, every run of blanks one, no dot or exclamation mark at its ends
   (` Désinscrit. ` → `desinscrit`, `Opt-out` → `opt out`). What holds nothing else stays. #}
{% macro word_text(value) -%}
    case
        when {{ value }} ~ '^[A-Za-z0-9]+$' then lower({{ value }})
        else coalesce(
            nullif(btrim(
                regexp_replace(
                    regexp_replace(
                        regexp_replace(
                            lower(normalize({{ value }}, nfkd)),
                            '[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]', '', 'g'
                        ),
                        '(?<=[a-z])[-_](?=[a-z])', ' ', 'g'
                    ),
                    '\s+', ' ', 'g'
                ),
                ' .!'
            ), ''),
            {{ value }}
        )
    end
{%- endmacro %}
