{% macro event_ranking() -%}
array['spam', 'unsubscribe', 'hard_bounce', 'invalid', 'blocked', 'click', 'soft_bounce', 'delivered']
{%- endmacro %}
