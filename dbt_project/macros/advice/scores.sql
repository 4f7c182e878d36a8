{# Nearness divided by the person's own best, so between 0 and 1, plus a little popularity, so
   that nobody's list is empty. Without `person`, every row is one person's. #}
{% macro taste_score(nearness, popularity, person=none) -%}
    {{ nearness }} / greatest(max({{ nearness }}) over ({{ 'partition by ' ~ person if person }}), 1e-12)
    + {{ var('advice_popularity_share') }} * {{ popularity }}
{%- endmacro %}

{# Score in the list of everything: habit (own purchases, faded) plus nearness, lowered for a
   known wine where wines are not bought twice, times the wine's season. `balance`: the row of
   advice_balances in use. #}
{% macro any_score(habit, taste, season, balance) -%}
    case when {{ habit }} > 0 then {{ balance }}.known_share else 1 end
    * ({{ habit }} + {{ balance }}.affinity_share * {{ taste }})
    * {{ season }}
{%- endmacro %}
