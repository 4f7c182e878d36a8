-- One row per dbt run on this target. Half of the largest number of tests makes a
-- run complete; an analyst's selection of a few models is not. A view, as all that
-- reads ops: a run's results are written when it has ended, too late for a table the
-- run itself builds.

with

runs as (

    select
        invocation_id,
        max(run_id) as run_id,
        max(generated_at) as generated_at,
        count(*) filter (where resource_type = 'model') as models,
        count(*) filter (where resource_type like '%test') as tests,
        count(*) filter (where status = 'pass') as passed,
        count(*) filter (where status = 'warn') as warned,
        count(*) filter (where status in ('fail', 'error', 'runtime error')) as failed,
        count(*) filter (where status = 'skipped') as skipped,
        coalesce(sum(seconds), 0) as seconds
    from {{ source('ops', 'dbt_results') }}
    where target_schema = '{{ target.schema }}'
    group by invocation_id

),

dbt_runs as (

    select
        *,
        tests > 0 and 2 * tests >= max(tests) over () as is_complete
    from runs

)

select * from dbt_runs
