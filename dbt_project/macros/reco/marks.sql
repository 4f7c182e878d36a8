{# CTEs ending in `marks` (choice_id, nb_persons, ndcg): normalised discounted cumulative
   gain at 10 (Järvelin and Kekäläinen, 2002), mean over the persons who have a truth,
   those whose list misses everything included. #}
{% macro ndcg_by_choice(ranked, truth_condition) -%}
truths as (

    select
        person_id,
        product_id
    from {{ ref('reco_truths') }}
    where {{ truth_condition }}

),

ideals as (

    select
        truth_counts.person_id,
        sum(1 / log(2, places.place + 1)) as ideal
    from (
        select
            person_id,
            count(*) as nb_wanted
        from truths
        group by person_id
    ) as truth_counts
    inner join generate_series(1, 10) as places (place)
        on truth_counts.nb_wanted >= places.place
    group by truth_counts.person_id

),

gains as (

    select
        {{ ranked }}.choice_id,
        ideals.person_id,
        sum(1 / log(2, {{ ranked }}.position + 1)) / max(ideals.ideal) as gain
    from {{ ranked }}
    inner join truths
        on {{ ranked }}.person_id = truths.person_id and {{ ranked }}.product_id = truths.product_id
    inner join ideals on truths.person_id = ideals.person_id
    where {{ ranked }}.position <= 10
    group by {{ ranked }}.choice_id, ideals.person_id

),

marks as (

    select
        choice_id,
        (select count(*) from ideals) as nb_persons,
        round(sum(gain) / (select count(*) from ideals), 6) as ndcg
    from gains
    group by choice_id

)
{%- endmacro %}

{# The best mark wins; too few persons to tell, or a tie, and it is the default. #}
{% macro is_best_choice(choice, is_default) -%}
row_number() over (
            order by
                case
                    when marks.nb_persons >= {{ var('reco_rehearsal_minimum') }} then marks.ndcg
                end desc nulls last,
                {{ is_default }} desc,
                {{ choice }}
        ) = 1
{%- endmacro %}
