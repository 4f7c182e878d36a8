-- The token each sending renews here, beside the database and at Brevo: a restored dump, a clone
-- or a snapshot started elsewhere holds an older one. `next_token` while it is being renewed.
create table activation.charge (
    is_the_only_row boolean primary key default true check (is_the_only_row),
    token uuid not null,
    next_token uuid,
    renewed_at timestamptz not null default clock_timestamp()
);
-- Whenever a person said that this copy is in charge: append-only.
create table activation.charge_taken (
    taken_id bigint generated always as identity primary key,
    taken_at timestamptz not null default clock_timestamp(),
    taken_by text not null check (taken_by <> ''),
    reason text not null check (reason <> '')
);
create trigger charge_taken_stays before update or delete on activation.charge_taken
    for each row execute function activation.refuse_rewriting();

-- Brevo shows one of a letter's tags, and not always the one that names it: its template and the
-- other tags tell ours from the estate's other mail.
alter table activation.events add column template_id integer;
alter table activation.events add column has_our_tag boolean not null default false;
