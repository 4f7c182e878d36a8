{# The words of a name, sorted, without titles and accents (`Mme Anne-Marie Dupont`
   → `{ANNE,DUPONT,MARIE}`); a word that comes twice is numbered, for Laurent Laurent
   is not Dominique Laurent (`{LAURENT,LAURENT2}`); empty when there is no name. #}
{% macro name_words(last_name, first_name) -%}
    array(
        select word || coalesce(nullif(count(*) over same_before, 1)::text, '')
        from unnest(string_to_array(
            {{ label_key("concat_ws(' ', " ~ last_name ~ ", " ~ first_name ~ ")") }}, ' '
        )) with ordinality as words (word, position)
        where word not in ('M', 'MR', 'MME', 'MLLE', 'MONSIEUR', 'MADAME', 'ET', 'DR')
        window same_before as (partition by word order by position)
        order by 1
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
