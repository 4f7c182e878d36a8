-- A program of the house that asks in somebody's name, by a token whose hash alone is kept. It ends
-- with whoever it asks for.
create table dashboard.tokens (
    name text primary key check (name <> '' and name = btrim(name)),
    token_sha256 text not null unique,
    user_name text not null references dashboard.users (name) on delete cascade on update cascade,
    scope text not null check (scope in ('read', 'decide')),
    created_at timestamptz not null default clock_timestamp()
);

alter table dashboard.access_log add column token_name text;

do $$
declare
    definition text := pg_get_functiondef('ops.grant_reading()'::regprocedure);
    looked constant text := '(user_name, address, method, page, reco_id, client_code)';
    shown constant text := '"shown_sets": "decision, chosen_by, letters, shown_to",';
begin
    if position(looked in definition) = 0 or position(shown in definition) = 0 then
        raise exception 'ops.grant_reading does not say what the page may write';
    end if;
    definition := replace(
        definition, looked, '(user_name, address, method, page, reco_id, client_code, token_name)'
    );
    -- What Brevo posts to the page, before anybody reads it.
    execute replace(definition, shown, shown || '
        "webhook_inbox": "body",');
end
$$;

select ops.grant_reading();
