-- The wines that make it into each letter, in order. Who buys several families gets two
-- of them at least, or a single wine: of each family the letter keeps the best, and a
-- second only when another family is there too.

with

available as (

    select
        stock.client_code,
        stock.produit_key,
        stock.scenario,
        stock.candidate_key,
        stock.score,
        persons.nb_familles > 1 as is_varied,
        dense_rank()
            over (
                partition by stock.client_code
                order by coalesce(stock.famille_crm, stock.cuvee_key)
            )
        + dense_rank() over (
            partition by stock.client_code
            order by coalesce(stock.famille_crm, stock.cuvee_key) desc
        ) - 1 as nb_familles,
        row_number() over (
            partition by
                stock.client_code, coalesce(stock.famille_crm, stock.cuvee_key)
            order by stock.score desc, stock.produit_key asc
        ) as family_place
    from {{ ref('letter_allocations') }} as stock
    inner join {{ ref('letter_recipients') }} as persons
        on stock.client_code = persons.client_code
    where stock.rule is null

),

varied as (

    select
        *,
        is_varied
        and family_place > least({{ var('letter_products') }} - 1, nb_familles)
            as is_one_too_many
    from available

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
