{# What comes into question for one person, for a lateral join: what they bought, what their
   wines vote for (the nearest `depth` of these), and best sellers, as many as they know and
   some more, so that ten are new to anybody. The freshest tastes vote with the most weight,
   `reco_seeds` of them at most. Columns: product_id, habit (0 when new), affinity.
   `reader`: a row of reco_readers. #}
{% macro wines_in_question(reader) -%}
select
    product_id,
    habit,
    case when position <= {{ reader }}.depth then affinity else 0 end as affinity
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
                {{ var('reco_habit_power') }}
            ) as habit,
            null::integer as vote,
            null::float8 as factor,
            false as is_best_seller
        from {{ ref('reco_history') }} as history
        where
            history.is_rehearsal = {{ reader }}.is_rehearsal
            and history.person_id = {{ reader }}.person_id
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
            from {{ ref('reco_history') }}
            where
                is_rehearsal = {{ reader }}.is_rehearsal
                and person_id = {{ reader }}.person_id
        ) as seeds
        -- `offset 0`: looked up by wine. The planner would read all neighbours for each person.
        cross join lateral (
            select * from {{ ref('reco_neighbours') }}
            where
                is_rehearsal = {{ reader }}.is_rehearsal
                and product_id_a = seeds.product_id
            offset 0
        ) as neighbours
        where seeds.position <= {{ var('reco_seeds') }}
        union all
        select
            product_id,
            0,
            null,
            null,
            true
        from {{ ref('reco_best_sellers') }}
        where
            is_rehearsal = {{ reader }}.is_rehearsal
            and position <= {{ reader }}.nb_known + {{ var('reco_list_minimum') }}
    ) as proposals
    group by product_id
) as votes
where
    habit > 0
    or is_best_seller
    or position <= {{ reader }}.depth
{%- endmacro %}
