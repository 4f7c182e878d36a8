{# One person's candidates, for a lateral join: the wines they bought, the nearest `depth` of
   those these vote for, and best sellers, as many as they know and some more, so that ten
   are new to anybody. The wines bought most recently vote with the most weight,
   `advice_voting_wines` of them at most. Columns: product_id, habit (0 when new), affinity.
   `person`: a row of advice_audience. The person is named throughout (`partition by`, `group by`),
   though there is but one: a cluster then knows that each worker has all it takes. #}
{% macro candidates_of(person) -%}
select
    person_id,
    product_id,
    habit,
    case when position <= {{ person }}.depth then affinity else 0 end as affinity
from (
    select
        person_id,
        product_id,
        max(habit) as habit,
        coalesce(sum(vote), 0)::float8 as affinity,
        bool_or(is_best_seller) as is_best_seller,
        row_number() over (
            partition by person_id
            order by coalesce(sum(vote), 0)::float8 * max(factor) desc nulls last, product_id asc
        ) as position
    from (
        select
            history.person_id,
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
            seeds.person_id,
            neighbours.product_id_b,
            0,
            (seeds.weight * neighbours.vote)::integer,
            neighbours.factor,
            false
        from (
            select
                person_id,
                product_id,
                sqrt(taste::float8 / max(taste) over (partition by person_id)) as weight,
                row_number() over (
                    partition by person_id order by taste desc, product_id asc
                ) as position
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
            same.person_id,
            best.product_id,
            0,
            null,
            null,
            true
        from {{ ref('advice_audience') }} as same
        inner join {{ ref('advice_best_sellers') }} as best
            on
                same.is_backtest = best.is_backtest
                and best.position <= same.nb_known + {{ var('advice_list_minimum') }}
        where
            same.is_backtest = {{ person }}.is_backtest
            and same.person_id = {{ person }}.person_id
    ) as votes
    where person_id = {{ person }}.person_id
    group by person_id, product_id
) as candidates
where
    habit > 0
    or is_best_seller
    or position <= {{ person }}.depth
{%- endmacro %}
