{# A whole query: what each wine's nearness and popularity count at one cutoff. For the list of
   everything, by one set of popularity weights; for what is new, by all of them, each with the
   share it earned in the backtest. `cutoff`: which rows of advice_popularity. #}
{% macro product_weights(cutoff) -%}
select
        popularity.product_id,
        max(popularity.season) as season,
        max(popularity.rebought) as rebought,
        max(popularity.factor) filter (where weights.ranks_everything) as any_factor,
        max(popularity.popularity) filter (where weights.ranks_everything)
            as any_popularity,
        exp(
            sum(
                (
                    scores.share * ln(greatest(popularity.factor, 1e-12)) * 1000000
                )::bigint
            )
            ::float8 / 1000000
        ) as new_factor,
        sum((scores.share * popularity.popularity * 1000000)::bigint)::float8 / 1000000
            as new_popularity
    from {{ ref('advice_popularity') }} as popularity
    inner join {{ ref('advice_popularity_weights') }} as weights
        on popularity.weights_id = weights.weights_id
    inner join {{ ref('advice_popularity_scores') }} as scores
        on popularity.weights_id = scores.weights_id
    where {{ cutoff }}
    group by popularity.product_id
{%- endmacro %}
