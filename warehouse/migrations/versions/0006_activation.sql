-- The template a proposal was bound to: what was shown is what leaves.
alter table activation.recommendations add column template_sha256 text;
-- The template as Brevo was seen to keep it: edited there since, it sends nothing.
alter table activation.templates add column brevo_sha256 text;
-- The letter an event's tag names, whether or not this database (a restored one) knows it.
alter table activation.events add column tag_send_id uuid;
update activation.events set tag_send_id = send_id;

create or replace function activation.allow_transition() returns trigger language plpgsql as $$
begin
    new.updated_at := clock_timestamp();
    if new.state = old.state or (old.state, new.state) in (
        ('queued', 'sending'), ('queued', 'skipped'), ('queued', 'cancelled'),
        ('queued', 'expired'),
        ('retry_wait', 'sending'), ('retry_wait', 'skipped'), ('retry_wait', 'cancelled'),
        ('retry_wait', 'expired'),
        -- Brevo speaks of a letter this database, restored, has not seen leave: it left.
        ('queued', 'accepted'), ('retry_wait', 'accepted'),
        ('sending', 'accepted'), ('sending', 'retry_wait'), ('sending', 'failed'),
        ('sending', 'unknown'), ('sending', 'queued'),
        ('unknown', 'sending'), ('unknown', 'accepted'), ('unknown', 'queued'),
        ('unknown', 'abandoned')) then
        return new;
    end if;
    raise exception 'a letter cannot go from % to %', old.state, new.state;
end $$;

-- A reason is free text and may name the person: an erasure takes it out, nothing else does.
create or replace function activation.refuse_rewriting() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and to_jsonb(new) ->> 'reason' = 'efface'
        and to_jsonb(new) - 'reason' = to_jsonb(old) - 'reason' then
        return new;
    end if;
    raise exception 'activation.% is append-only: add a row instead', tg_table_name;
end $$;
