{# The words of a name as written, without titles and accents (`Mme Anne-Marie Dupont` →
   `{ANNE,MARIE,DUPONT}`), an umlaut spelt out as without one (`Mueller` → `MULLER`); a word
   that comes twice is numbered, for Laurent Laurent is not Dominique Laurent
   (`{LAURENT,LAURENT2}`); empty when there is no name. #}
{% macro name_words(last_name, first_name) -%}
    array(
        select word || coalesce(nullif(count(*) over same_before, 1)::text, '')
        from unnest(string_to_array(
            regexp_replace(
                {{ label_key("concat_ws(' ', " ~ last_name ~ ", " ~ first_name ~ ")") }},
                '([AOU])E(?=[A-Z])', '\1', 'g'
            ),
            ' '
        )) with ordinality as words (word, position)
        where word not in (
            'M', 'MR', 'MRS', 'MME', 'MLLE', 'MELLE', 'MONSIEUR', 'MADAME', 'MADEMOISELLE',
            'ET', 'DR'
        )
        window same_before as (partition by word order by position)
        order by position
    )
{%- endmacro %}

{# True when every word of the first name stands in the second, whole, as an initial, or
   joined and parted otherwise: `{DUPONT,J}` may be `{DUPONT,JEAN}`, `{LE,GOFF}` is `{LEGOFF}`;
   `{DUPONT,MARIE}` may not be `{DUPONT,JEAN}`. #}
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
                or (
                    position(shorter.word in whole.word) > 0
                    and array_to_string({{ words }}, ' ') ~ {{ _parted('whole.word') }}
                )
        )
        and array_to_string({{ longer }}, ' ') !~ {{ _parted('shorter.word') }}
    )
{%- endmacro %}

{# A pattern of a word's letters, spaces between them or not. #}
{% macro _parted(word) -%}
    ('\m' || regexp_replace({{ word }}, '(.)(?=.)', '\1 ?', 'g') || '\M')
{%- endmacro %}
