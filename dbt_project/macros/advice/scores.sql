{# Nearness over the person's own best, so between 0 and 1 whoever they are, and a little of
   the wine's success so that nobody's list is empty. Without `person`, all rows are one's. #}
{% macro taste_score(nearness, popularity, person=none) -%}
    {{ nearness }} / greatest(max({{ nearness }}) over ({{ 'partition by ' ~ person if person }}), 1e-12)
    + {{ var('advice_popularity_share') }} * {{ popularity }}
{%- endmacro %}

{# Score in the list of everything: own habit (purchases, faded) plus nearness, both
   lowered for a known wine where wines are not bought twice, times the wine's season.
   `options` holds the balance. #}
{% macro any_score(habit, taste, season, options) -%}
    case when {{ habit }} > 0 then {{ options }}.known_share else 1 end
    * ({{ habit }} + {{ options }}.affinity_share * {{ taste }})
    * {{ season }}
{%- endmacro %}
