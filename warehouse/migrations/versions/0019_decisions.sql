-- Decisions made together share a batch. Each names the one it follows on the same content (0: the
-- first), so that of two persons who saw the same state only one decides. An undo is a decision
-- too, which names the one it undoes.
alter table activation.approvals
    add column batch_id uuid,
    add column follows bigint,
    add column undoes bigint,
    drop constraint approvals_decision_check,
    drop constraint approvals_check;
alter table activation.approvals
    add constraint approvals_decision_check check (
        decision in ('approved', 'rejected', 'revoked', 'flagged', 'first_approval', 'undone')
    ),
    add constraint approvals_reason_check check (
        decision not in ('rejected', 'revoked') or coalesce(reason, '') <> ''
    );
create unique index approvals_one_after_another
    on activation.approvals (reco_id, content_hash, follows);
create index approvals_batch on activation.approvals (batch_id);

-- What a list of proposals is filtered by, without opening the letter.
alter table activation.recommendations
    add column score numeric generated always as ((items -> 0 ->> 'score')::numeric) stored,
    add column families jsonb
        generated always as (jsonb_path_query_array(items, '$[*].famille')) stored;
create index recommendations_current on activation.recommendations (reco_id)
    where withdrawn_at is null and erased_at is null;

-- The words of a letter as they were before they changed, and the text each was written on: what
-- was shown can be shown again, beside what it has become.
create table activation.template_texts (
    template_sha256 text primary key,
    scenario text not null,
    subject text not null,
    html text not null,
    text text not null,
    kept_at timestamptz not null default clock_timestamp()
);
create table activation.former_letters (
    reco_id uuid not null references activation.recommendations (reco_id),
    content_hash text not null,
    email_norm text,
    template_sha256 text,
    items jsonb not null,
    params jsonb not null,
    replaced_at timestamptz not null default clock_timestamp(),
    primary key (reco_id, content_hash)
);

-- What a person told somebody of the house: written down on the page, in force from that moment.
create table activation.opt_outs_heard (
    heard_id bigint generated always as identity primary key,
    client_code text not null check (client_code <> ''),
    email_norm text,
    heard_how text not null check (heard_how in ('phone', 'cellar', 'post', 'fair', 'other')),
    heard_on date not null,
    told_to text not null check (told_to <> ''),
    note text,
    recorded_by text not null check (recorded_by <> ''),
    recorded_at timestamptz not null default clock_timestamp()
);
create index on activation.opt_outs_heard (client_code);
create index on activation.opt_outs_heard (email_norm);

-- The letters a page showed before they were decided together. Kept for a day.
create table activation.shown_sets (
    set_id uuid primary key default gen_random_uuid(),
    decision text not null check (decision in ('approved', 'rejected')),
    chosen_by jsonb not null,
    letters jsonb not null,
    shown_to text not null,
    shown_at timestamptz not null default clock_timestamp()
);

-- A letter somebody of the house wants to receive as it would arrive: apart from every ledger.
create table activation.letters_to_oneself (
    request_id bigint generated always as identity primary key,
    reco_id uuid not null references activation.recommendations (reco_id),
    content_hash text not null,
    sent_to text not null check (sent_to like '%_@_%'),
    asked_by text not null check (asked_by <> ''),
    asked_at timestamptz not null default clock_timestamp(),
    settled_at timestamptz,
    outcome text check (outcome in ('sent', 'failed', 'changed'))
);
create index on activation.letters_to_oneself (request_id) where settled_at is null;

do $$
declare
    definition text := pg_get_functiondef('ops.grant_reading()'::regprocedure);
    decisions constant text := '"approvals": "reco_id, content_hash, decision, decided_by, reason"';
begin
    if position(decisions in definition) = 0 then
        raise exception 'ops.grant_reading does not say what the page may write';
    end if;
    -- The file a line stands in, to trace a wine back to it; never the lines themselves.
    definition := replace(
        definition,
        'grant usage on schema ops, activation, crm, sync to crm_dashboard;',
        'grant usage on schema ops, activation, crm, sync, raw to crm_dashboard;
        grant select on raw.files to crm_dashboard;'
    );
    execute replace(
        definition,
        decisions,
        '"approvals": "reco_id, content_hash, decision, decided_by, reason, batch_id, follows, undoes",
        "opt_outs_heard": "client_code, email_norm, heard_how, heard_on, told_to, note, recorded_by",
        "shown_sets": "decision, chosen_by, letters, shown_to",
        "letters_to_oneself": "reco_id, content_hash, sent_to, asked_by"'
    );
end
$$;

select ops.grant_reading();
