{#- `only_new`: of sales lines, look at the `lines` decided since all was compared, or at those of
    `files` read since, when there is such a moment. -#}
{% test unique_combination_of_columns(model, combination_of_columns, only_new=none) %}
    {%- set columns = combination_of_columns | join(', ') %}
    select
        {{ columns }},
        count(*) as n
    from {{ model }}
    {%- if only_new == 'lines' %}
    where {{ is_new() }}
    {%- elif only_new == 'files' %}
    where {{ is_in_new_file() }}
    {%- endif %}
    group by {{ columns }}
    having count(*) > 1
{% endtest %}
