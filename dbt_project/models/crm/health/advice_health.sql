-- The health of the advice, in the rows of data_health: who is served, with how much of
-- the catalogue, how evenly, and whether it moved without a reason.

with

persons as (

    select
        count(distinct persons.client_code) as buyers,
        count(distinct candidates.client_code) as advised
    from {{ ref('advice_persons') }} as persons
    left join {{ ref('recommendation_candidates') }} as candidates
        on persons.client_code = candidates.client_code and candidates.rank_any = 1

),

contactable as (

    select count(*) filter (where is_contactable) as nb_persons
    from {{ ref('customer_360') }}

),

catalogue as (

    select count(*) as nb_wines
    from {{ ref('produits') }} as produits
    inner join {{ ref('produits_kinds') }} as kinds
        on produits.produit_key = kinds.produit_key and kinds.is_wine
    where produits.is_in_latest_export and produits.actif is not false

),

days as (

    select
        mean_score,
        row_number() over (order by as_of_date desc) as recency
    from {{ ref('advice_score_history') }}
    where as_of_date <= {{ as_of_date() }}

),

drift as (

    select
        max(mean_score) filter (where recency = 1)
        - max(mean_score) filter (where recency = 2) as points
    from days

),

rates as (

    select
        round(100.0 * persons.advised / nullif(persons.buyers, 0), 1) as advised,
        round(100.0 * mix.nb_letters / nullif(contactable.nb_persons, 0), 1) as served,
        round(100.0 * mix.nb_wines / nullif(catalogue.nb_wines, 0), 1) as coverage,
        round(100.0 * mix.top_3_places / nullif(mix.nb_places, 0), 1) as top_3,
        round(mix.effective_wines, 1) as diversity,
        round(drift.points, 1) as drift,
        round(100.0 * mix.nb_unchanged / nullif(mix.nb_proposed, 0), 1) as stability,
        mix.nb_places,
        round(100.0 * sense.top_wine_letters / nullif(sense.nb_letters, 0), 1)
            as top_wine,
        sense.top_wine_letters > greatest(
            {{ var('letter_wine_minimum') }},
            {{ var('letter_wine_share') }} * sense.nb_letters
        ) as is_top_wine_too_frequent,
        round(sense.mean_families, 1) as families,
        round(sense.smallest_step, 1) as step,
        sense.nb_soon::numeric as soon,
        round(shift.points, 1) as shift,
        shift.libelle as shifted,
        least(shift.nb_letters, shift.nb_before) as shift_letters
    from persons
    cross join contactable
    cross join catalogue
    cross join drift
    cross join {{ ref('advice_letter_mix') }} as mix
    cross join {{ ref('advice_letter_sense') }} as sense
    left join {{ ref('advice_scenario_shift') }} as shift on true

),

advice_health as (

    select
        'conseil' as section,
        facts.indicateur,
        facts.valeur,
        facts.unite,
        case
            when facts.valeur is null or facts.fault is null then 'info'
            when facts.fault then 'attention'
            else 'ok'
        end as statut,
        facts.detail,
        facts.position
    from rates
    cross join lateral (
        values
        (
            'acheteurs_conseilles', rates.advised, '%', rates.advised < 100,
            'Acheteurs pour qui des vins sont proposés', 1
        ),
        (
            'personnes_servies', rates.served, '%', null::boolean,
            'Personnes contactables qui reçoivent une lettre', 2
        ),
        (
            'couverture_catalogue', rates.coverage, '%', null,
            'Vins actifs du catalogue présents dans une lettre', 3
        ),
        (
            'part_trois_premiers', rates.top_3, '%',
            rates.top_3 > 100 * {{ var('advice_top_share_warn') }}
            and rates.nb_places >= {{ var('advice_backtest_minimum') }},
            'Places des lettres prises par les trois vins les plus proposés', 4
        ),
        (
            'diversite', rates.diversity, 'vins', null,
            'Vins également proposés qui feraient la même variété', 5
        ),
        (
            'derive_scores', rates.drift, 'points',
            abs(rates.drift) > {{ var('advice_drift_warn') }},
            'Score moyen, écart avec le calcul précédent', 6
        ),
        (
            'stabilite', rates.stability, '%', rates.stability < 100,
            'Lettres déjà proposées ce jour et inchangées', 7
        ),
        (
            'part_premier_vin', rates.top_wine, '%', rates.is_top_wine_too_frequent,
            'Lettres où se trouve le vin le plus proposé', 8
        ),
        (
            'familles_par_lettre', rates.families, 'familles',
            rates.families < {{ var('advice_families_warn') }}
            and rates.nb_places >= {{ var('advice_backtest_minimum') }},
            'Familles différentes dans une lettre, en moyenne', 9
        ),
        (
            'pas_de_prix_upsell', rates.step, 'pour cent', rates.step <= 0,
            'Plus petit écart de prix des lettres de montée en gamme', 10
        ),
        (
            'lettres_apres_commande', rates.soon, 'lettres', rates.soon > 0,
            'Lettres à des personnes qui viennent de commander', 11
        ),
        (
            'deplacement_scenarios', rates.shift, 'points',
            abs(rates.shift) > {{ var('advice_shift_warn') }}
            and rates.shift_letters >= {{ var('advice_shift_minimum') }},
            'Part du scénario « ' || rates.shifted
            || ' », écart avec les lettres des semaines passées', 12
        )
    ) as facts (indicateur, valeur, unite, fault, detail, position)

)

select * from advice_health
