-- Every check of the project as dbt last knew it: one without a result has not run.
create table ops.checks (
    target_schema text not null,
    node_id text not null,
    name text not null,
    severity text,
    owner text,
    says text,
    remedy text,
    recorded_at timestamptz not null default clock_timestamp(),
    primary key (target_schema, node_id)
);

-- What the checks of the last Monday run found: how many are touched, and some rows, masked.
create table ops.check_findings (
    node_id text primary key,
    run_id text,
    found_at timestamptz not null default clock_timestamp(),
    lines bigint not null,
    persons bigint,
    euros numeric,
    sample jsonb not null default '[]'
);

-- An owner lets letters leave in spite of one block. Added to, never changed.
create table activation.health_overrides (
    override_id bigint generated always as identity primary key,
    block text not null check (block <> ''),
    said text not null,
    decided_by text not null check (decided_by <> ''),
    reason text not null check (reason <> ''),
    decided_at timestamptz not null default clock_timestamp()
);
create index on activation.health_overrides (block);
create function activation.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'activation.% is only added to', tg_table_name;
end $$;
create trigger health_overrides_are_kept before update or delete
    on activation.health_overrides for each statement execute function activation.refuse_change();

do $$
declare
    definition text := pg_get_functiondef('ops.grant_reading()'::regprocedure);
    shown constant text := '"shown_sets": "decision, chosen_by, letters, shown_to",';
begin
    if position(shown in definition) = 0 then
        raise exception 'ops.grant_reading does not say what the page may write';
    end if;
    definition := replace(
        definition,
        'grant select on raw.files to crm_dashboard;',
        'grant select on raw.files, raw.rejected_lines to crm_dashboard;'
    );
    execute replace(
        definition,
        shown,
        shown || ' "health_overrides": "block, said, decided_by, reason",'
    );
end
$$;

select ops.grant_reading();
