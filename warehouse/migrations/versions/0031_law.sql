-- The house spoke or wrote to a person otherwise than by our letters, as somebody noted on the page.
-- `canal` is a word of crm.contact_log. One noted by mistake is taken back, never rewritten.
create table activation.occasions (
    occasion_id bigint generated always as identity primary key,
    client_code text not null check (client_code <> ''),
    canal text not null check (canal in ('telephone', 'visite', 'courrier', 'salon')),
    made_on date not null,
    made_by text not null check (made_by <> ''),
    note text,
    recorded_by text not null check (recorded_by <> ''),
    recorded_at timestamptz not null default clock_timestamp(),
    taken_back_by text,
    taken_back_at timestamptz,
    check ((taken_back_at is null) = (taken_back_by is null))
);
create index on activation.occasions (client_code);
-- Those that count, for dbt and for the last look before a letter leaves alike.
create view activation.occasions_counted as
select occasion_id, client_code, canal, made_on from activation.occasions
where taken_back_at is null;

create table activation.person_notes (
    note_id bigint generated always as identity primary key,
    client_code text not null check (client_code <> ''),
    note text not null check (note <> ''),
    written_by text not null check (written_by <> ''),
    written_at timestamptz not null default clock_timestamp()
);
create index on activation.person_notes (client_code);

-- A search of *Clients* under a name. Its words may name a person: an erasure takes such a one out.
create table dashboard.selections (
    name text primary key check (name <> '' and name = btrim(name)),
    asked jsonb not null,
    made_by text not null check (made_by <> ''),
    made_at timestamptz not null default clock_timestamp()
);

-- A person asks to see what is held of them, or to be erased; the worker carries it out. What they
-- asked and when outlives them, their code does not.
create table activation.privacy_requests (
    request_id bigint generated always as identity primary key,
    kind text not null check (kind in ('access', 'erasure')),
    client_code text,
    asked_by text not null check (asked_by <> ''),
    asked_at timestamptz not null default clock_timestamp(),
    settled_at timestamptz,
    outcome text check (outcome in ('done', 'failed')),
    said text,
    taken_by text,
    taken_at timestamptz,
    check ((settled_at is null) = (outcome is null)),
    check ((taken_at is null) = (taken_by is null))
);
create unique index privacy_requests_one_at_a_time on activation.privacy_requests (kind, client_code)
    where settled_at is null;
create trigger privacy_requests_asked after insert on activation.privacy_requests
    for each statement execute function activation.ask_worker('privacy');

-- Everything held of a person, until somebody takes it or a day has passed. No role reads it: it is
-- given once, to who takes it.
create table activation.access_exports (
    request_id bigint primary key references activation.privacy_requests (request_id),
    content text not null,
    made_at timestamptz not null default clock_timestamp()
);
create function activation.take_access_export(wanted bigint, by_whom text) returns text
language sql security definer set search_path = pg_catalog as $$
    update activation.privacy_requests set taken_by = by_whom, taken_at = clock_timestamp()
    where request_id = wanted and taken_at is null
        and exists (select from activation.access_exports where request_id = wanted);
    delete from activation.access_exports where request_id = wanted returning content;
$$;
revoke all on function activation.take_access_export from public;

create index approvals_decided on activation.approvals (decided_at);

do $$
declare
    definition text := pg_get_functiondef('ops.grant_reading()'::regprocedure);
    shown constant text := '"shown_sets": "decision, chosen_by, letters, shown_to",';
    inserts constant text := 'for relation in select key as name, value as columns from jsonb_each_text(page_writes) loop';
begin
    if position(shown in definition) = 0 or position(inserts in definition) = 0 then
        raise exception 'ops.grant_reading does not say what the page may write';
    end if;
    definition := replace(definition, shown, shown || '
        "occasions": "client_code, canal, made_on, made_by, note, recorded_by",
        "person_notes": "client_code, note, written_by",
        "privacy_requests": "kind, client_code, asked_by",');
    execute replace(definition, inserts, 'grant update (taken_back_by, taken_back_at) on activation.occasions to crm_dashboard;
        revoke all on activation.access_exports from crm_dashboard;
        grant execute on function activation.take_access_export to crm_dashboard;
        grant insert (name, asked, made_by) on dashboard.selections to crm_dashboard;
        grant delete on dashboard.selections to crm_dashboard;
        ' || inserts);
end
$$;

select ops.grant_reading();
