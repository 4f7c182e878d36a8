{# Nearness divided by the person's own best, so between 0 and 1, plus a little popularity, so
   that nobody's list is empty. Without `person`, every row is one person's. #}
{% macro taste_score(nearness, popularity, person=none) -%}
    {{ nearness }} / greatest(max({{ nearness }}) over ({{ 'partition by ' ~ person if person }}), 1e-12)
    + {{ var('advice_popularity_share') }} * {{ popularity }}
{%- endmacro %}

{# Nearness in the list of everything. What is new is ranked there as it is among discoveries,
   rescaled: the person's best discovery is as near as their nearest new wine. #}
{% macro nearness_in_everything(is_known, taste, discovery, person=none) -%}
    {%- set window = 'over (' ~ ('partition by ' ~ person if person) ~ ')' -%}
    case
        when {{ is_known }} then {{ taste }}
        else
            {{ discovery }}
            * max({{ taste }}) filter (where not {{ is_known }}) {{ window }}
            / greatest(max({{ discovery }}) filter (where not {{ is_known }}) {{ window }}, 1e-12)
    end
{%- endmacro %}

{# Score in the list of everything: habit (own purchases, faded), how often its buyers buy the wine
   again and nearness, lowered for a known wine where wines are not bought twice, times the wine's
   season. `balance`: the row of advice_balances in use. #}
{% macro any_score(habit, rebought, taste, season, balance) -%}
    case when {{ habit }} > 0 then {{ balance }}.known_share else 1 end
    * (
        {{ habit }}
        + case when {{ habit }} > 0 then {{ var('advice_rebought_share') }} * {{ rebought }} else 0 end
        + {{ balance }}.affinity_share * {{ taste }}
    )
    * {{ season }}
{%- endmacro %}
