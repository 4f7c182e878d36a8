-- How the last runs went: the trend of their tests, the slowest models, the last
-- backup.

with

runs as (

    select
        *,
        row_number() over (order by generated_at desc, invocation_id asc) as position
    from {{ ref('dbt_runs') }}
    where is_complete

),

slowest as (

    select
        results.name,
        results.seconds,
        results.rows_affected,
        row_number() over (
            order by results.seconds desc nulls last, results.node_id asc
        ) as position
    from {{ source('ops', 'dbt_results') }} as results
    inner join runs on results.invocation_id = runs.invocation_id and runs.position = 1
    where results.resource_type = 'model'

),

backup as (

    select max(finished_at) as finished_at
    from {{ source('ops', 'runs') }}
    where command = 'backup' and status = 'done'

),

health_runs as (

    select
        'tendance' as section,
        to_char(generated_at at time zone 'Europe/Paris', 'YYYY-MM-DD HH24:MI:SS')
        || ' ' || left(invocation_id, 8) as indicateur,
        (failed + warned)::numeric as valeur,
        'tests' as unite,
        case
            when failed > 0 then 'erreur'
            when warned > 0 then 'attention'
            else 'ok'
        end as statut,
        {{ counted('passed', 'réussi', 'réussis') }}
        || format(', %s à regarder, %s en erreur', warned, failed) as detail,
        position::integer as position
    from runs
    where position <= 12
    union all
    select
        'lenteur' as section,
        name as indicateur,
        seconds as valeur,
        'secondes' as unite,
        'info' as statut,
        -- dbt says -1 of a view.
        coalesce(
            {{ counted(
                'nullif(rows_affected, -1)', 'ligne écrite', 'lignes écrites'
            ) }},
            'vue'
        ) as detail,
        position::integer as position
    from slowest
    where position <= 5
    union all
    select
        'sauvegarde' as section,
        'age' as indicateur,
        floor(extract(epoch from now() - finished_at) / 86400) as valeur,
        'jours' as unite,
        case
            when finished_at is null then 'info'
            when finished_at < now() - interval '{{ var("backup_age_warn_days") }} days'
                then 'attention'
            else 'ok'
        end as statut,
        coalesce(
            'Dernière sauvegarde le '
            || to_char(finished_at at time zone 'Europe/Paris', 'DD/MM/YYYY à HH24:MI'),
            'Âge inconnu : aucune sauvegarde n''a encore été enregistrée'
        ) as detail,
        1 as position
    from backup

)

select * from health_runs
