{# Score of a wine new to the person: nearness over the person's own best, so between 0
   and 1 whoever they are, and a little of the wine's success so that nobody's list is empty. #}
{% macro new_score(nearness, popularity, person) -%}
    round((
        {{ nearness }} / greatest(max({{ nearness }}) over (partition by {{ person }}), 1e-12)
        + {{ var('reco_popular_share') }} * {{ popularity }}
    )::numeric, 9)
{%- endmacro %}

{# Nearness of any wine, known ones included, for the list of everything: same scale. #}
{% macro taste_score(nearness, popularity, person) -%}
    {{ new_score(nearness, popularity, person) }}::float8
{%- endmacro %}

{# Score in the list of everything: own habit (purchases, faded) plus nearness, both
   lowered for a known wine where wines are not bought twice, times the wine's season.
   `options` holds the balance. #}
{% macro any_score(habit, taste, season, options) -%}
    round((
        case when {{ habit }} > 0 then {{ options }}.known_share else 1 end
        * ({{ habit }} + {{ options }}.affinity_share * {{ taste }})
        * {{ season }}
    )::numeric, 9)
{%- endmacro %}
