{# The words of a name as written, without titles and accents (`Mme Anne-Marie Dupont` →
   `{ANNE,MARIE,DUPONT}`), an umlaut spelt out as without one (`Mueller` → `MULLER`), `St` as
   `Saint`; a word that comes twice is numbered, for Laurent Laurent is not Dominique Laurent
   (`{LAURENT,LAURENT2}`); empty when there is no name. #}
{% macro name_words(last_name, first_name) -%}
    array(
        select word || coalesce(nullif(count(*) over same_before, 1)::text, '')
        from unnest(string_to_array(
            regexp_replace(
                regexp_replace(
                    {{ label_key(
                        "translate(concat_ws(' ', " ~ last_name ~ ", " ~ first_name
                        ~ "), 'øØłŁđĐ', 'oOlLdD')"
                    ) }},
                    '\mST(E?)\M', 'SAINT\1', 'g'
                ),
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
   `{DUPONT,MARIE}` may not be `{DUPONT,JEAN}`. What one word stands for no other does: neither
   `{LUCAS,LUC}` nor `{LUCAS,L}` is `{LUCAS,MARIE}`. #}
{% macro name_within(words, longer) -%}
    not exists (
        select 1
        from unnest({{ words }}) with ordinality as shorter (word, position)
        where
            not {{ _stands('shorter', words, longer) }}
            and not exists (
                select 1
                from unnest({{ longer }}) with ordinality as whole (word, position)
                where
                    length(shorter.word) = 1
                    and starts_with(whole.word, shorter.word)
                    and not {{ _stands('whole', longer, words) }}
            )
    )
{%- endmacro %}

{# True when a word of one name stands in the other, with the words beside it or without. #}
{% macro _stands(one, own, other) -%}
    (
        {{ one }}.word = any({{ other }})
        or array_to_string({{ other }}, ' ') ~ {{ _parted(one ~ '.word') }}
        or exists (
            select 1
            from
                generate_series(1, {{ one }}.position) as start (place),
                generate_series({{ one }}.position, cardinality({{ own }})) as stop (place)
            where
                array_to_string(({{ own }})[start.place:stop.place], '')
                = any({{ other }})
        )
    )
{%- endmacro %}

{# A pattern of a word's letters, spaces between them or not. #}
{% macro _parted(word) -%}
    ('\m' || regexp_replace({{ word }}, '(.)(?=.)', '\1 ?', 'g') || '\M')
{%- endmacro %}
