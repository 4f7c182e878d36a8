{# A whole query (ranking_id, nb_persons, ndcg): normalised discounted cumulative gain at 10
   (Järvelin and Kekäläinen, 2002) of each way of ranking, mean over the persons with a test
   purchase, those whose list misses everything included. `ranked`: the CTE of ranked
   candidates. #}
{% macro backtest_ndcg(ranked, test_condition) -%}
with

    bought as (

        select
            person_id,
            product_id
        from {{ ref('advice_test_purchases') }}
        where {{ test_condition }}

    ),

    ideals as (

        select
            wanted.person_id,
            sum(1 / log(2, places.place + 1)) as ideal
        from (
            select
                person_id,
                count(*) as nb_wanted
            from bought
            group by person_id
        ) as wanted
        inner join generate_series(1, 10) as places (place)
            on wanted.nb_wanted >= places.place
        group by wanted.person_id

    ),

    gains as (

        select
            {{ ranked }}.ranking_id,
            ideals.person_id,
            sum(1 / log(2, {{ ranked }}.position + 1)) / max(ideals.ideal) as gain
        from {{ ranked }}
        inner join bought
            on
                {{ ranked }}.person_id = bought.person_id
                and {{ ranked }}.product_id = bought.product_id
        inner join ideals on bought.person_id = ideals.person_id
        where {{ ranked }}.position <= 10
        group by {{ ranked }}.ranking_id, ideals.person_id

    )

    select
        ranking_id,
        (select count(*) from ideals) as nb_persons,
        round(sum(gain) / (select count(*) from ideals), 6) as ndcg
    from gains
    group by ranking_id
{%- endmacro %}
