-- The wines of each letter, in order. A person who buys several families gets two of
-- them at least, or a single wine: the letter keeps the best of each family, and a
-- second only when another family is there too. A box counts as the family it names.

with

available as (

    select
        allocations.client_code,
        allocations.produit_key,
        allocations.scenario,
        allocations.candidate_key,
        allocations.score,
        recipients.nb_familles > 1 as is_varied,
        coalesce(wines.famille_lettre, allocations.cuvee_key) as family
    from {{ ref('letter_allocations') }} as allocations
    inner join {{ ref('letter_catalogue') }} as wines
        on allocations.produit_key = wines.produit_key
    inner join {{ ref('letter_recipients') }} as recipients
        on allocations.client_code = recipients.client_code
    where allocations.rule is null

),

counted as (

    select
        *,
        dense_rank() over (partition by client_code order by family asc)
        + dense_rank() over (partition by client_code order by family desc)
        - 1 as nb_familles,
        row_number() over (
            partition by client_code, family order by score desc, produit_key asc
        ) as family_place
    from available

),

varied as (

    select
        *,
        is_varied
        and family_place > least({{ var('letter_products') }} - 1, nb_familles)
            as is_one_too_many
    from counted

),

placed as (

    select
        *,
        row_number() over (
            partition by client_code, is_one_too_many
            order by score desc, produit_key asc
        ) as rank
    from varied

),

letter_lines as (

    select
        client_code,
        produit_key,
        scenario,
        candidate_key,
        score,
        rank,
        case
            when is_one_too_many then 'meme_famille'
            when rank > {{ var('letter_products') }} then 'au_dela_du_nombre'
        end as rule,
        case
            when is_one_too_many then null
            when rank > {{ var('letter_products') }} then rank || 'e choix'
        end as detail
    from placed

)

select * from letter_lines
