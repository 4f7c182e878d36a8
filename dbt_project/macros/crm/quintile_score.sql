{#- Score 1 to 5 of a value among all rows (of one value of `within`), 5 for the best fifth.
    score = 1 + floor(5 x p), where p is the middle of the share of rows below the value and
    the share of rows at or below it (the mid-distribution function). Equal values share p and
    so the score, which ntile does not give; distinct values fill the five classes evenly; a
    row alone, or rows all equal, stand at p = 1/2 and get 3: nothing to compare with.
    All in integers, so that no rounding moves a row over a border. -#}
{% macro quintile_score(value, best='highest', within=none) -%}
{%- set order = value ~ (' desc' if best == 'lowest' else ' asc') -%}
{%- set rows = 'partition by ' ~ within if within else '' -%}
(
        1 + 5 * (
            rank() over ({{ rows }} order by {{ order }})
            - 1 + count(*) over ({{ rows }} order by {{ order }})
        ) / (2 * count(*) over ({{ rows }}))
    )::integer
{%- endmacro %}
