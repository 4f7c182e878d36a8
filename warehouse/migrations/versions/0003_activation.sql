-- The schema `activation`: what was proposed, decided, sent, answered and refused.
--
-- Everything that must never happen twice, or never be forgotten, is held by the database
-- itself: one live letter per proposal and per address (unique indexes), the order of
-- states (a trigger), decisions and refusals that cannot be rewritten (triggers). The
-- Python code can then be killed anywhere.

create schema if not exists activation;

create table activation.runs (
    run_id uuid primary key,
    command text not null,
    mode text not null default 'real' check (mode in ('look', 'sandbox', 'real')),
    started_at timestamptz not null default clock_timestamp(),
    finished_at timestamptz,
    exit_code integer,
    counters jsonb not null default '{}',
    host text,
    pid integer
);

create table activation.cursors (
    name text primary key,
    value text not null,
    updated_at timestamptz not null default clock_timestamp()
);

create table activation.breaker_openings (
    opening_id bigint generated always as identity primary key,
    opened_at timestamptz not null default clock_timestamp(),
    reason text not null,
    closed_at timestamptz,
    closed_by text,
    closed_reason text,
    check ((closed_at is null) = (closed_by is null))
);

create table activation.recommendations (
    reco_id uuid primary key,
    client_code text,
    email_norm text,
    email_hash text,
    scenario text not null,
    as_of_date date not null,
    content_hash text not null,
    items jsonb not null,
    params jsonb not null default '{}',
    proposed_at timestamptz not null default clock_timestamp(),
    valid_until date not null,
    withdrawn_at timestamptz,
    erased_at timestamptz
);
create index on activation.recommendations (client_code);

create table activation.approvals (
    approval_id bigint generated always as identity primary key,
    reco_id uuid not null references activation.recommendations (reco_id),
    content_hash text not null,
    decision text not null check (decision in ('approved', 'rejected', 'revoked')),
    decided_by text not null check (decided_by <> ''),
    decided_at timestamptz not null default clock_timestamp(),
    reason text,
    check (decision = 'approved' or coalesce(reason, '') <> '')
);
create index on activation.approvals (reco_id, approval_id desc);

create table activation.templates (
    scenario text primary key,
    template_id integer,
    name text not null,
    subject text not null,
    content_sha256 text not null,
    variables jsonb not null default '[]',
    pushed_at timestamptz
);

create table activation.outbox (
    send_id uuid primary key,
    reco_id uuid not null references activation.recommendations (reco_id),
    approval_id bigint not null references activation.approvals (approval_id),
    content_hash text not null,
    client_code text,
    client_hash text not null,
    email_norm text,
    email_hash text not null,
    scenario text not null,
    produit_keys text[] not null default '{}',
    template_sha256 text not null,
    template_id integer,
    payload text,
    payload_sha256 text not null,
    idempotency_key uuid not null unique,
    legal_basis text not null check (legal_basis in ('client_existant', 'consentement')),
    tracking_consent boolean not null default false,
    state text not null default 'queued',
    enqueued_at timestamptz not null default clock_timestamp(),
    not_before timestamptz,
    valid_until date not null,
    attempts integer not null default 0,
    first_attempt_at timestamptz,
    next_attempt_at timestamptz,
    lease_owner uuid,
    lease_until timestamptz,
    accepted_at timestamptz,
    message_id text,
    absent_reads integer not null default 0,
    last_read_at timestamptz,
    outcome_reason text,
    error_code text,
    error_message text,
    decided_by text,
    updated_at timestamptz not null default clock_timestamp(),
    erased_at timestamptz,
    check (state in ('queued', 'sending', 'retry_wait', 'unknown', 'accepted', 'failed',
                     'skipped', 'cancelled', 'expired', 'abandoned')),
    check (state <> 'accepted' or accepted_at is not null),
    check (erased_at is not null or (payload is not null and email_norm is not null))
);
-- A second letter for the same proposal is possible only when the first surely never left.
create unique index outbox_one_letter_per_proposal on activation.outbox (reco_id)
    where state not in ('skipped', 'cancelled', 'failed', 'expired');
-- Two codes, two scenarios, one address: one letter at a time.
create unique index outbox_one_open_letter_per_address on activation.outbox (email_hash)
    where state in ('queued', 'sending', 'retry_wait', 'unknown');
create index outbox_message on activation.outbox (message_id);
create index outbox_open on activation.outbox (enqueued_at, send_id)
    where state in ('queued', 'retry_wait');
create index outbox_in_doubt on activation.outbox (send_id) where state in ('sending', 'unknown');
create index outbox_history on activation.outbox (email_hash, accepted_at);
create index outbox_client on activation.outbox (client_code);

create table activation.attempts (
    attempt_id bigint generated always as identity primary key,
    send_id uuid not null references activation.outbox (send_id),
    run_id uuid not null,
    n integer not null,
    path text not null,
    idempotency_key uuid not null,
    request_sha256 text not null,
    sandbox boolean not null default false,
    started_at timestamptz not null default clock_timestamp(),
    finished_at timestamptz,
    outcome text check (outcome in ('not_sent', 'throttled', 'busy', 'unknown', 'accepted',
                                    'rejected', 'stop')),
    http_status integer,
    brevo_code text,
    brevo_message text,
    rate_limit integer,
    rate_remaining integer,
    rate_reset integer,
    latency_ms integer
);
create index on activation.attempts (send_id, attempt_id);

create table activation.events (
    event_key text primary key,
    send_id uuid references activation.outbox (send_id),
    message_id text,
    email_hash text not null,
    type text not null check (type in (
        'accepted', 'delivered', 'deferred', 'soft_bounce', 'hard_bounce', 'invalid', 'blocked',
        'spam', 'open', 'proxy_open', 'click', 'unsubscribe', 'error')),
    raw_type text not null,
    occurred_at timestamptz not null,
    received_at timestamptz not null default clock_timestamp(),
    source text not null check (source in ('poll', 'webhook')),
    link text,
    reason text
);
create index on activation.events (send_id);
create index on activation.events (email_hash, type);
create index on activation.events (occurred_at);

create table activation.webhook_inbox (
    inbox_id bigint generated always as identity primary key,
    received_at timestamptz not null default clock_timestamp(),
    body text not null,
    error text
);

create table activation.suppressions (
    suppression_id bigint generated always as identity primary key,
    email_hash text,
    client_hash text,
    email_norm text,
    client_code text,
    scope text not null check (scope in ('marketing', 'transactional', 'all', 'erasure')),
    reason text not null,
    source text not null,
    effective_at timestamptz not null default clock_timestamp(),
    lifted_at timestamptz,
    lifted_by text,
    proof text,
    check (num_nonnulls(email_hash, client_hash) > 0),
    check (lifted_at is null or (lifted_by is not null and proof is not null)),
    -- Who said no said no: only a technical block can be lifted, and with a proof.
    check (lifted_at is null or reason in ('hard_bounce', 'invalid', 'blocked'))
);
create unique index suppressions_once on activation.suppressions
    (coalesce(email_hash, ''), coalesce(client_hash, ''), scope, reason) where lifted_at is null;
create index on activation.suppressions (client_code);
create index on activation.suppressions (client_hash);

create table activation.contact_state (
    client_code text primary key,
    email_norm text,
    email_hash text,
    desired_hash text not null,
    confirmed_hash text,
    confirmed_at timestamptz,
    confirmed_attributes jsonb,
    brevo_id bigint,
    last_status text not null default 'pending'
        check (last_status in ('pending', 'sent', 'ok', 'failed', 'held')),
    last_error text,
    updated_at timestamptz not null default clock_timestamp(),
    tombstoned_at timestamptz
);
create index on activation.contact_state (email_hash);

create function activation.refuse_rewriting() returns trigger language plpgsql as $$
begin
    raise exception 'activation.% is append-only: add a row instead', tg_table_name;
end $$;
create trigger approvals_append_only before update or delete on activation.approvals
    for each row execute function activation.refuse_rewriting();
create trigger suppressions_stay before delete on activation.suppressions
    for each row execute function activation.refuse_rewriting();

-- A refusal may lose its clear address (erasure) or be lifted once; nothing else about it changes.
create function activation.keep_suppression() returns trigger language plpgsql as $$
begin
    if (new.email_hash, new.client_hash, new.scope, new.reason, new.source, new.effective_at)
        is distinct from
       (old.email_hash, old.client_hash, old.scope, old.reason, old.source, old.effective_at)
       or old.lifted_at is not null and new.lifted_at is distinct from old.lifted_at
       or new.email_norm is not null and new.email_norm is distinct from old.email_norm
       or new.client_code is not null and new.client_code is distinct from old.client_code then
        raise exception 'activation.suppressions is append-only: add a row instead';
    end if;
    return new;
end $$;
create trigger suppressions_monotonic before update on activation.suppressions
    for each row execute function activation.keep_suppression();

create function activation.allow_transition() returns trigger language plpgsql as $$
begin
    new.updated_at := clock_timestamp();
    if new.state = old.state or (old.state, new.state) in (
        ('queued', 'sending'), ('queued', 'skipped'), ('queued', 'cancelled'),
        ('queued', 'expired'),
        ('retry_wait', 'sending'), ('retry_wait', 'skipped'), ('retry_wait', 'cancelled'),
        ('retry_wait', 'expired'),
        ('sending', 'accepted'), ('sending', 'retry_wait'), ('sending', 'failed'),
        ('sending', 'unknown'), ('sending', 'queued'),
        ('unknown', 'sending'), ('unknown', 'accepted'), ('unknown', 'queued'),
        ('unknown', 'abandoned')) then
        return new;
    end if;
    raise exception 'a letter cannot go from % to %', old.state, new.state;
end $$;
create trigger outbox_transitions before update on activation.outbox
    for each row execute function activation.allow_transition();

create trigger outbox_stays before delete on activation.outbox
    for each row execute function activation.refuse_rewriting();
