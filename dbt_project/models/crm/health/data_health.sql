-- The Monday page's first block: everything there is to know about the state of the
-- data, and one sentence that says whether to trust it.

with

facts as (

    {%- for part in ['health_facts', 'health_tests', 'health_runs'] %}
    select
        section,
        indicateur,
        valeur,
        unite,
        statut,
        detail,
        position
    from {{ ref(part) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

verdict as (

    select
        count(*) filter (where statut = 'erreur') as errors,
        count(*) filter (where statut = 'attention') as warnings,
        max(valeur) filter (
            where section = 'tests' and indicateur = 'reussis'
        ) as passed,
        min(detail) filter (
            where section = 'fraicheur' and indicateur = 'ventes_lignes'
        ) as age
    from facts
    -- The past is no verdict, and what failed is counted once, by name.
    where section <> 'tendance' and not (section = 'tests' and indicateur <> 'reussis')

),

indicators as (

    select
        'etat' as section,
        'etat' as indicateur,
        (errors + warnings)::numeric as valeur,
        'points' as unite,
        case
            when errors > 0 then 'erreur'
            when warnings > 0 then 'attention'
            else 'ok'
        end as statut,
        case
            when errors > 0
                then
                    'À corriger avant d''envoyer : '
                    || {{ counted('errors', 'erreur', 'erreurs') }}
            when warnings > 0
                then
                    'Utilisable, ' || {{ counted('warnings', 'point', 'points') }}
                    || ' à regarder'
            else 'Tout va bien'
        end
        || coalesce(
            ' ; ' || {{ counted('passed', 'contrôle réussi', 'contrôles réussis') }}, ''
        )
        || '. ' || coalesce(age, 'Aucun export lu') || '.' as detail,
        1 as position
    from verdict
    union all
    select
        section,
        indicateur,
        valeur,
        unite,
        statut,
        detail,
        position
    from facts

),

data_health as (

    select
        section,
        indicateur,
        valeur,
        unite,
        statut,
        {{ typeset('detail') }} as detail,
        position
    from indicators

)

select * from data_health
