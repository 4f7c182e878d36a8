-- Puts a job in the queue, for whoever may write the row it is about and nothing of the queue.
create function queue.ask(task text, about jsonb, due_at timestamptz default null) returns void
language plpgsql security definer set search_path = queue, pg_temp as $$
begin
    perform procrastinate_defer_jobs_v1(array[
        row('default', task, 0, null, null, about, due_at)::procrastinate_job_to_defer_v1
    ]);
end $$;
revoke all on function queue.ask from public;

-- “Envoyer”: these letters, once the time has passed in which all of them can be taken back. One
-- at a time: whoever comes second learns who was first. `due_at` is when the worker looks next,
-- `said` why it waits or how it ended.
create table activation.sendings (
    sending_id bigint generated always as identity primary key,
    asked_by text not null check (asked_by <> ''),
    asked_at timestamptz not null default clock_timestamp(),
    due_at timestamptz not null,
    taken_back_by text,
    taken_back_at timestamptz,
    started_at timestamptz,
    stop_asked_by text,
    stop_asked_at timestamptz,
    finished_at timestamptz,
    said text,
    check ((taken_back_at is null) = (taken_back_by is null)),
    check ((stop_asked_at is null) = (stop_asked_by is null)),
    -- What has started is stopped, what has not is taken back.
    check (taken_back_at is null or started_at is null),
    check (stop_asked_at is null or started_at is not null)
);
create unique index sendings_one_at_a_time on activation.sendings ((true))
    where finished_at is null and taken_back_at is null;
create table activation.sending_letters (
    sending_id bigint not null references activation.sendings (sending_id),
    approval_id bigint not null references activation.approvals (approval_id),
    primary key (sending_id, approval_id)
);
-- Who asked, who took back and who stopped stay as they were written.
create function activation.keep_sending() returns trigger language plpgsql as $$
begin
    if (new.asked_by, new.asked_at) is distinct from (old.asked_by, old.asked_at)
        or old.taken_back_at is not null and new is distinct from old
        or old.stop_asked_at is not null
        and (new.stop_asked_at, new.stop_asked_by)
        is distinct from (old.stop_asked_at, old.stop_asked_by) then
        raise exception 'activation.sendings keeps who asked for what';
    end if;
    return new;
end $$;
create trigger sendings_kept before update on activation.sendings
    for each row execute function activation.keep_sending();

create function activation.ask_for_sending() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
    perform queue.ask(
        'send',
        jsonb_build_object('sending_id', new.sending_id),
        case when new.stop_asked_at is null then new.due_at end
    );
    return null;
end $$;
create trigger sendings_asked after insert or update of due_at, stop_asked_at
    on activation.sendings for each row execute function activation.ask_for_sending();

-- A person has looked for a letter nobody could vouch for, and says whether it left.
create table activation.doubt_decisions (
    decision_id bigint generated always as identity primary key,
    send_id uuid not null references activation.outbox (send_id),
    has_left boolean not null,
    decided_by text not null check (decided_by <> ''),
    decided_at timestamptz not null default clock_timestamp(),
    settled_at timestamptz,
    said text
);
create unique index doubt_decisions_one_at_a_time on activation.doubt_decisions (send_id)
    where settled_at is null;

-- What a sending would do now, as only the worker can tell: gates, and credits at Brevo.
create table activation.sending_previews (
    preview_id bigint generated always as identity primary key,
    asked_by text not null check (asked_by <> ''),
    asked_at timestamptz not null default clock_timestamp(),
    computed_at timestamptz,
    found jsonb
);

-- Added to: the worker has something to do, all there is to know stands in the rows.
create function activation.ask_worker() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
    perform queue.ask(tg_argv[0], '{}');
    return null;
end $$;
create trigger letters_to_oneself_asked after insert on activation.letters_to_oneself
    for each statement execute function activation.ask_worker('send_to_oneself');
create trigger doubt_decisions_asked after insert on activation.doubt_decisions
    for each statement execute function activation.ask_worker('settle_doubts');
create trigger sending_previews_asked after insert on activation.sending_previews
    for each statement execute function activation.ask_worker('preview');

do $$
declare
    definition text := pg_get_functiondef('ops.grant_reading()'::regprocedure);
    shown constant text := '"shown_sets": "decision, chosen_by, letters, shown_to",';
    inserts constant text := 'for relation in select key as name, value as columns from jsonb_each_text(page_writes) loop';
begin
    if position(shown in definition) = 0 or position(inserts in definition) = 0 then
        raise exception 'ops.grant_reading does not say what the page may write';
    end if;
    definition := replace(
        definition,
        shown,
        shown || '
        "sendings": "asked_by, due_at",
        "sending_letters": "sending_id, approval_id",
        "doubt_decisions": "send_id, has_left, decided_by",
        "sending_previews": "asked_by",'
    );
    execute replace(
        definition,
        inserts,
        'grant update (taken_back_by, taken_back_at, stop_asked_by, stop_asked_at)
            on activation.sendings to crm_dashboard;
        -- Whether a worker is there.
        grant usage on schema queue to crm_dashboard;
        grant select on queue.procrastinate_workers to crm_dashboard;
        ' || inserts
    );
end
$$;

select ops.grant_reading();
