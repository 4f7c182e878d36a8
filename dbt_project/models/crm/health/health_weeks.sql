-- Twelve whole weeks of sales, each beside the same week of the year before: 364 days
-- earlier, the same days of the week.

with

weeks as (

    select
        date_trunc('week', {{ as_of_date() }})::date - 7 * n as semaine,
        date_trunc('week', {{ as_of_date() }})::date - 7 * n - 364 as semaine_an_dernier
    from generate_series(1, 12) as n

),

sales as (

    select
        date_trunc('week', date_livraison)::date as semaine,
        count(*) as lignes,
        count(distinct document_id) filter (where is_purchase) as commandes,
        {{ signed_amount('mt_ht') }} as mt_ht
    from {{ ref('ventes_lignes') }}
    where date_livraison >= {{ as_of_date() }} - 7 * 13 - 364
    group by date_trunc('week', date_livraison)

),

health_weeks as (

    select
        weeks.semaine,
        coalesce(this_year.lignes, 0) as lignes,
        coalesce(this_year.commandes, 0) as commandes,
        coalesce(this_year.mt_ht, 0) as mt_ht,
        coalesce(last_year.lignes, 0) as lignes_an_dernier,
        coalesce(last_year.commandes, 0) as commandes_an_dernier,
        coalesce(last_year.mt_ht, 0) as mt_ht_an_dernier
    from weeks
    left join sales as this_year on weeks.semaine = this_year.semaine
    left join sales as last_year on weeks.semaine_an_dernier = last_year.semaine

)

select * from health_weeks
