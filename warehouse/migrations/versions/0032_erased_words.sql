-- How somebody was met and what they answered: free texts, which may name them.
update raw.announced_columns set outlives_erasure = false
where table_name = 'contacts' and column_name in ('canal', 'statut');

-- As it was, but that an erasure empties the word.
create or replace function activation.keep_suppression() returns trigger language plpgsql as $$
begin
    if (new.email_hash, new.client_hash, new.scope, new.reason, new.source, new.effective_at,
        new.said_in, new.said_by)
        is distinct from
       (old.email_hash, old.client_hash, old.scope, old.reason, old.source, old.effective_at,
        old.said_in, old.said_by)
       or new.word is distinct from old.word
        and new.word is distinct from 'efface ' || old.suppression_id
       or old.lifted_at is not null and new.lifted_at is distinct from old.lifted_at
       or new.email_norm is not null and new.email_norm is distinct from old.email_norm
       or new.client_code is not null and new.client_code is distinct from old.client_code then
        raise exception 'activation.suppressions is append-only: add a row instead';
    end if;
    return new;
end $$;
