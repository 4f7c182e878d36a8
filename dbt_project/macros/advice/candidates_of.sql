{# One person's candidates, for a lateral join: the wines they bought, the nearest `depth` of
   those these vote for, and best sellers, as many as they know and some more, so that ten
   are new to anybody. The wines bought most recently vote with the most weight,
   `advice_voting_wines` of them at most. Columns: product_id, habit (0 when new), affinity.
   `person`: a row of advice_audience. #}
{% macro candidates_of(person) -%}
select
    product_id,
    habit,
    case when position <= {{ person }}.depth then affinity else 0 end as affinity
from (
    select
        product_id,
        max(habit) as habit,
        coalesce(sum(vote), 0)::float8 as affinity,
        bool_or(is_best_seller) as is_best_seller,
        row_number() over (
            order by coalesce(sum(vote), 0)::float8 * max(factor) desc nulls last, product_id asc
        ) as position
    from (
        select
            history.product_id,
            power(
                (history.nb_documents + history.taste::float8 / 1000000) / 2,
                {{ var('advice_habit_power') }}
            ) as habit,
            null::integer as vote,
            null::float8 as factor,
            false as is_best_seller
        from {{ ref('advice_history') }} as history
        where
            history.is_backtest = {{ person }}.is_backtest
            and history.person_id = {{ person }}.person_id
        union all
        select
            neighbours.product_id_b,
            0,
            (seeds.weight * neighbours.vote)::integer,
            neighbours.factor,
            false
        from (
            select
                product_id,
                sqrt(taste::float8 / max(taste) over ()) as weight,
                row_number() over (order by taste desc, product_id asc) as position
            from {{ ref('advice_history') }}
            where
                is_backtest = {{ person }}.is_backtest
                and person_id = {{ person }}.person_id
        ) as seeds
        -- `offset 0`: looked up by wine. The planner would read all neighbours for each person.
        cross join lateral (
            select * from {{ ref('advice_neighbours') }}
            where
                is_backtest = {{ person }}.is_backtest
                and product_id_a = seeds.product_id
            offset 0
        ) as neighbours
        where seeds.position <= {{ var('advice_voting_wines') }}
        union all
        select
            product_id,
            0,
            null,
            null,
            true
        from {{ ref('advice_best_sellers') }}
        where
            is_backtest = {{ person }}.is_backtest
            and position <= {{ person }}.nb_known + {{ var('advice_list_minimum') }}
    ) as votes
    group by product_id
) as candidates
where
    habit > 0
    or is_best_seller
    or position <= {{ person }}.depth
{%- endmacro %}
