-- A word of the ERP that nobody knows is a no until a person has confirmed or lifted it, for the
-- person who said it: who that is, where it stands and what it says are kept with the suppression.
alter table activation.suppressions
    add column said_in text,
    add column word text,
    add column said_by text;

do $$
declare
    found text;
begin
    select conname into found from pg_constraint
    where conrelid = 'activation.suppressions'::regclass and contype = 'c'
        and pg_get_constraintdef(oid) like '%hard_bounce%';
    execute format('alter table activation.suppressions drop constraint %I', found);
end
$$;
alter table activation.suppressions
    add constraint suppressions_lifted check (
        lifted_at is null or reason in ('hard_bounce', 'invalid', 'blocked', 'a_confirmer')
    ),
    add constraint suppressions_to_confirm check (
        reason <> 'a_confirmer' or num_nulls(said_in, word, said_by) = 0
    );

drop index activation.suppressions_once;
create unique index suppressions_once on activation.suppressions (
    coalesce(email_hash, ''), coalesce(client_hash, ''), scope, reason,
    coalesce(said_in, ''), coalesce(word, ''), coalesce(said_by, '')
) where lifted_at is null;

create or replace function activation.keep_suppression() returns trigger language plpgsql as $$
begin
    if (new.email_hash, new.client_hash, new.scope, new.reason, new.source, new.effective_at,
        new.said_in, new.word, new.said_by)
        is distinct from
       (old.email_hash, old.client_hash, old.scope, old.reason, old.source, old.effective_at,
        old.said_in, old.word, old.said_by)
       or old.lifted_at is not null and new.lifted_at is distinct from old.lifted_at
       or new.email_norm is not null and new.email_norm is distinct from old.email_norm
       or new.client_code is not null and new.client_code is distinct from old.client_code then
        raise exception 'activation.suppressions is append-only: add a row instead';
    end if;
    return new;
end $$;
