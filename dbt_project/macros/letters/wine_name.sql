{# A wine as a letter names it: with its format when that is not the bottle and the label does
   not say it (`Riesling 2022 (magnum)`). #}
{% macro wine_name(label, format) -%}
    {{ label }} || case
        when
            {{ format }} <> {{ bottle() }}
            and ' ' || {{ label_key(label) }} || ' '
            not like '% ' || {{ label_key(format) }} || ' %'
            then ' (' || {{ format }} || ')'
        else ''
    end
{%- endmacro %}
