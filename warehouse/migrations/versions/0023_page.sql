create schema if not exists dashboard;

-- People of the house, made by the command `dashboard users`. The page reads them.
create table dashboard.users (
    name text primary key check (name <> '' and name = btrim(name)),
    role text not null check (role in ('owner', 'reader')),
    mail_to text check (mail_to like '%_@_%'),
    password_hash text not null check (password_hash like '$argon2id$%'),
    password_set_at timestamptz not null default clock_timestamp(),
    created_at timestamptz not null default clock_timestamp()
);

create unique index users_one_per_name on dashboard.users (lower(name));

-- A session is known by the hash of what its cookie says. It ends with its user, or their password.
create table dashboard.sessions (
    token_sha256 text primary key,
    user_name text not null references dashboard.users (name) on delete cascade on update cascade,
    opened_at timestamptz not null default clock_timestamp()
);
create index on dashboard.sessions (user_name);

-- A browser somebody has logged in from: wrong passwords of others do not slow it down.
create table dashboard.known_browsers (
    token_sha256 text primary key,
    user_name text not null references dashboard.users (name) on delete cascade on update cascade,
    known_since timestamptz not null default clock_timestamp()
);

-- Written before a password is tried, so that many tries at once count as many.
create table dashboard.login_attempts (
    attempt_id bigint generated always as identity primary key,
    slowed text not null,
    at timestamptz not null default clock_timestamp(),
    has_failed boolean not null default true
);
create index on dashboard.login_attempts (slowed, at);

-- Who looked at which page, kept twelve months. No words of a search: they name people.
create table dashboard.access_log (
    access_id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    user_name text not null,
    address text not null,
    method text not null,
    page text not null,
    reco_id uuid,
    client_code text
);
create index on dashboard.access_log (at);
create index on dashboard.access_log (client_code) where client_code is not null;
create index on dashboard.access_log (reco_id) where reco_id is not null;

-- What has lived its time. The page's role may call this, and delete nothing else of the log.
create function dashboard.forget_old() returns void
language sql security definer set search_path = pg_catalog as $$
    delete from dashboard.access_log where at < clock_timestamp() - interval '12 months';
    delete from dashboard.login_attempts where at < clock_timestamp() - interval '1 day';
    delete from dashboard.sessions where opened_at < clock_timestamp() - interval '12 hours';
    delete from dashboard.known_browsers where known_since < clock_timestamp() - interval '6 months';
$$;
revoke all on function dashboard.forget_old() from public;

do $$
declare
    definition constant text := pg_get_functiondef('ops.grant_reading()'::regprocedure);
    reading constant text :=
        'grant usage on schema ops, activation, crm, sync, raw, etl to crm_dashboard;';
begin
    if position(reading in definition) = 0 then
        raise exception 'ops.grant_reading does not say what the page may read';
    end if;
    execute replace(
        definition,
        reading,
        reading || '
        grant usage on schema dashboard to crm_dashboard;
        grant select on all tables in schema dashboard to crm_dashboard;
        grant insert (token_sha256, user_name) on dashboard.sessions, dashboard.known_browsers
            to crm_dashboard;
        grant delete on dashboard.sessions to crm_dashboard;
        grant insert (slowed) on dashboard.login_attempts to crm_dashboard;
        grant update (has_failed) on dashboard.login_attempts to crm_dashboard;
        grant insert (user_name, address, method, page, reco_id, client_code)
            on dashboard.access_log to crm_dashboard;
        grant execute on function dashboard.forget_old() to crm_dashboard;'
    );
end
$$;

select ops.grant_reading();
