-- The last decision on a proposal, whatever content it was on, kept beside it by the database: a
-- list of many reads one table.
alter table activation.recommendations
    add column last_approval_id bigint not null default 0,
    add column last_decision text,
    add column last_content_hash text;

create function activation.keep_last_decision() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
    update activation.recommendations as kept
    set last_approval_id = made.approval_id,
        last_decision = made.decision,
        last_content_hash = made.content_hash
    from (
        select distinct on (reco_id) reco_id, approval_id, decision, content_hash
        from made_now
        order by reco_id, approval_id desc
    ) as made
    where kept.reco_id = made.reco_id and kept.last_approval_id < made.approval_id;
    return null;
end $$;
create trigger approvals_kept after insert on activation.approvals
    referencing new table as made_now
    for each statement execute function activation.keep_last_decision();

update activation.recommendations as kept
set last_approval_id = made.approval_id,
    last_decision = made.decision,
    last_content_hash = made.content_hash
from (
    select distinct on (reco_id) reco_id, approval_id, decision, content_hash
    from activation.approvals
    order by reco_id, approval_id desc
) as made
where kept.reco_id = made.reco_id;

-- A decision follows the last one on the proposal, whatever content that one was on.
drop index activation.approvals_one_after_another;
create unique index approvals_one_after_another on activation.approvals (reco_id, follows);

alter table activation.letters_to_oneself
    drop constraint letters_to_oneself_outcome_check,
    add constraint letters_to_oneself_outcome_check
        check (outcome in ('sent', 'failed', 'refused'));

create index outbox_approval on activation.outbox (approval_id);

do $$
declare
    definition constant text := pg_get_functiondef('ops.grant_reading()'::regprocedure);
begin
    -- Table by table, as dbt grants them: those of `etl` that name nobody.
    execute replace(
        definition,
        'grant usage on schema ops, activation, crm, sync, raw to crm_dashboard;',
        'grant usage on schema ops, activation, crm, sync, raw, etl to crm_dashboard;'
    );
end
$$;

select ops.grant_reading();
