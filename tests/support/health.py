"""A house whose Monday run went well a minute ago: everything the sentence rests on."""

from psycopg2.extensions import connection as Connection  # noqa: N812

from tests.support.proposals import run

RUN = "00000000-0000-0000-0000-000000000001"
WELL = f"""
insert into ops.runs (run_id, command, started_at, finished_at, status, exit_code)
values ('{RUN}', 'weekly', now() - interval '10 minutes', now() - interval '1 minute', 'done', 0);
insert into ops.run_steps (run_id, step, position, started_at, status)
select '{RUN}', step, place, now(), 'done'
from unnest(array['load', 'statuses', 'build', 'plan']) with ordinality as steps (step, place);
insert into ops.checks (target_schema, node_id, name, severity, owner, says, remedy)
select 'public', 'test.' || name, name, severity, 'vigneron', says, 'Corrigez dans iSaVigne.'
from (values
    ('sans_prix', 'warn', 'Vins sans prix'), ('perdues', 'error', 'Des lignes se sont perdues')
) as checks (name, severity, says);
insert into ops.dbt_results
    (run_id, invocation_id, node_id, resource_type, name, status, failures, generated_at,
        target_schema)
values
    ('{RUN}', 'i1', 'test.sans_prix', 'test', 'sans_prix', 'pass', 0, now(), 'public'),
    ('{RUN}', 'i1', 'test.perdues', 'test', 'perdues', 'pass', 0, now(), 'public'),
    ('{RUN}', 'i1', 'model.clients', 'model', 'clients', 'success', 0, now(), 'public');
insert into raw.files
    (dataset, path, export_date, sha256, size_bytes, row_count, rejected_count, status,
        loaded_at, modified_at)
select dataset, dataset || '.csv', (now() at time zone 'Europe/Paris')::date - 1,
    dataset, 1, 10, 0, 'loaded', now() - interval '5 minutes', now()
from unnest(array['ventes_lignes', 'clients']) as datasets (dataset);
insert into crm.health_facts (section, indicateur, statut, position)
values ('fraicheur', 'ventes_lignes', 'ok', 1), ('fraicheur', 'clients', 'ok', 2);
insert into crm.customer_360 (client_code) values ('CL1') on conflict do nothing;
"""


def go_well(conn: Connection) -> None:
    """Write a Monday run that went well, on fresh exports."""
    run(conn, WELL)
