-- The latest result of each node since the last complete run: a partial run adds to
-- it, and a test that no longer exists leaves.

with

complete_runs as (

    select max(generated_at) as generated_at
    from {{ ref('dbt_runs') }}
    where is_complete

),

results as (

    select
        results.*,
        row_number() over (
            partition by results.node_id
            order by results.generated_at desc, results.invocation_id asc
        ) as recency
    from {{ source('ops', 'dbt_results') }} as results
    inner join complete_runs on results.generated_at >= complete_runs.generated_at
    where results.target_schema = '{{ target.schema }}'

),

outcomes as (

    select
        'reussis' as outcome,
        array['pass'] as statuses,
        'ok' as statut,
        'Contrôles réussis' as detail,
        1 as position
    union all
    select
        'attention' as outcome,
        array['warn'] as statuses,
        'attention' as statut,
        'Contrôles qui demandent un regard' as detail,
        2 as position
    union all
    select
        'en_erreur' as outcome,
        array['fail', 'error', 'runtime error'] as statuses,
        'erreur' as statut,
        'Contrôles ou calculs en erreur' as detail,
        3 as position
    union all
    select
        'sautes' as outcome,
        array['skipped'] as statuses,
        'attention' as statut,
        'Sautés à cause d''une erreur en amont' as detail,
        4 as position

),

health_tests as (

    select
        'tests' as section,
        outcomes.outcome as indicateur,
        count(results.node_id)::numeric as valeur,
        'tests' as unite,
        case when count(results.node_id) > 0 then outcomes.statut else 'ok' end
            as statut,
        outcomes.detail,
        outcomes.position
    from outcomes
    left join results
        on results.status = any(outcomes.statuses) and results.recency = 1
    group by outcomes.outcome, outcomes.statut, outcomes.detail, outcomes.position
    union all
    select
        'tests_a_voir' as section,
        results.node_id as indicateur,
        results.failures as valeur,
        'lignes' as unite,
        outcomes.statut,
        concat_ws(
            ' — ',
            regexp_replace(results.message, '\s+', ' ', 'g'),
            results.owner,
            results.name
        ) as detail,
        row_number() over (
            order by outcomes.position desc, results.failures desc, results.node_id asc
        )::integer as position
    from results
    inner join outcomes on results.status = any(outcomes.statuses)
    where results.recency = 1 and outcomes.outcome in ('attention', 'en_erreur')

)

select * from health_tests
