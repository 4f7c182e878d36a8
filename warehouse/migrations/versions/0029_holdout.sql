-- A letter kept back by chance, so that what letters do can be measured: it was about to leave, and
-- counts as though it had.
alter table activation.outbox drop constraint outbox_state_check;
alter table activation.outbox add constraint outbox_state_check check (
    state in ('queued', 'sending', 'retry_wait', 'unknown', 'accepted', 'failed', 'skipped',
              'cancelled', 'expired', 'abandoned', 'held_out')
);

create or replace function activation.allow_transition() returns trigger language plpgsql as $$
begin
    new.updated_at := clock_timestamp();
    if new.state = old.state or (old.state, new.state) in (
        ('queued', 'sending'), ('queued', 'skipped'), ('queued', 'cancelled'),
        ('queued', 'expired'), ('queued', 'held_out'),
        ('retry_wait', 'sending'), ('retry_wait', 'skipped'), ('retry_wait', 'cancelled'),
        ('retry_wait', 'expired'), ('retry_wait', 'held_out'),
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

-- What chance said of a person, at the moment their letter was to leave: it stands for a year, and
-- they count as drawn whatever became of the letter.
create table activation.holdout_draws (
    draw_id bigint generated always as identity primary key,
    client_code text not null check (client_code <> ''),
    send_id uuid not null references activation.outbox (send_id),
    share numeric not null check (share > 0 and share <= 0.5),
    is_held_out boolean not null,
    drawn_at timestamptz not null default clock_timestamp()
);
create index on activation.holdout_draws (client_code, drawn_at);

select ops.grant_reading();
