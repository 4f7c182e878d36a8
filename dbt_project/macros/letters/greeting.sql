{# `Bonjour Jeanne Exemple`: the first name, then the words of the family name that it does not
   hold already (exports write `Jean` and `Jean Dupont`). A family name alone would be curt. #}
{% macro greeting(first_name, last_name) -%}
    concat_ws(
        ' ',
        'Bonjour',
        {{ proper_name(first_name) }},
        case when {{ first_name }} is not null then (
            select string_agg(words.word, ' ' order by words.position)
            from regexp_split_to_table({{ proper_name(last_name) }}, '\s+')
                with ordinality as words (word, position)
            where
                ' ' || {{ label_key(first_name) }} || ' '
                not like '% ' || coalesce({{ label_key('words.word') }}, words.word) || ' %'
        ) end
    )
{%- endmacro %}
