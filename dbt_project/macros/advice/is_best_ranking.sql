{# True for the ranking with the best score; with too few persons to tell, or a tie, for the
   default. #}
{% macro is_best_ranking(ranking, is_default) -%}
row_number() over (
            order by
                case
                    when scores.nb_persons >= {{ var('advice_backtest_minimum') }} then scores.ndcg
                end desc nulls last,
                {{ is_default }} desc,
                {{ ranking }}
        ) = 1
{%- endmacro %}
