-- The last four complete weeks against the year before each: outside the quartiles by
-- more than a number of times their distance, or empty when weeks usually are not.

{{ config(
    severity='warn',
    meta={
        'owner': 'vigneron',
        'libelle': "Semaines récentes très au-dessus ou au-dessous de l'année (export incomplet ?)",
        'remede': "Vérifiez que l'export de ces semaines est entier ; sinon exportez de nouveau.",
    },
) }}

with

weeks as (

    select date_trunc('week', {{ as_of_date() }})::date - 7 * n as semaine
    from generate_series(1, 56) as n

),

sales as (

    select
        date_trunc('week', date_livraison)::date as semaine,
        count(*) as lignes,
        sum(mt_ht) as mt_ht
    from {{ ref('customer_sales_lines') }}
    where is_purchase
    group by date_trunc('week', date_livraison)

),

series as (

    select
        weeks.semaine,
        measures.mesure,
        measures.valeur
    from weeks
    left join sales on weeks.semaine = sales.semaine
    cross join lateral (
        values
        ('lignes', coalesce(sales.lignes, 0)),
        ('mt_ht', coalesce(sales.mt_ht, 0))
    ) as measures (mesure, valeur)

),

usual as (

    select
        checked.semaine,
        checked.mesure,
        checked.valeur,
        percentile_cont(0.25) within group (order by past.valeur) as q1,
        percentile_cont(0.75) within group (order by past.valeur) as q3
    from series as checked
    inner join series as past
        on
            checked.mesure = past.mesure
            and past.semaine between checked.semaine - 364 and checked.semaine - 7
    where checked.semaine >= (select max(weeks.semaine) - 21 from weeks)
    group by checked.semaine, checked.mesure, checked.valeur

)

select *
from usual
where
    valeur < q1 - {{ var('unusual_week_factor') }} * (q3 - q1)
    or valeur > q3 + {{ var('unusual_week_factor') }} * (q3 - q1)
    or (valeur = 0 and q1 > 0)
