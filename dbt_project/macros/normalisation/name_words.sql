{# The words of a name, sorted, without titles and accents
   (`Mme Dupont`, `Anne-Marie` → `{ANNE,DUPONT,MARIE}`); empty when there is none. #}
{% macro name_words(last_name, first_name) -%}
    array(
        select distinct word
        from unnest(string_to_array(
            {{ label_key("concat_ws(' ', " ~ last_name ~ ", " ~ first_name ~ ")") }}, ' '
        )) as words (word)
        where word not in ('M', 'MR', 'MME', 'MLLE', 'MONSIEUR', 'MADAME', 'ET', 'DR')
        order by word
    )
{%- endmacro %}

{# True when every word of the first name stands in the second, whole or as an
   initial: `{DUPONT,J}` may be `{DUPONT,JEAN}`, `{DUPONT,MARIE}` may not. #}
{% macro name_within(words, longer) -%}
    not exists (
        select 1
        from unnest({{ words }}) as shorter (word)
        where not exists (
            select 1
            from unnest({{ longer }}) as whole (word)
            where
                whole.word = shorter.word
                or (length(shorter.word) = 1 and starts_with(whole.word, shorter.word))
        )
    )
{%- endmacro %}
