-- Codes that held a figure, or that said in a word of their own what another code says too.
create function pg_temp.code_now(was text) returns text language sql immutable as $$
    select case
        when was = 'silence_3_ans' then 'silence'
        when was = 'contact_135_jours' then 'contact_recent'
        when was = 'refus_optin' or was not like 'refus\_%' then was
        when was in ('refus_hard_bounce', 'refus_invalid', 'refus_bounce') then 'bounce'
        when was in ('refus_blocked', 'refus_bloque') then 'bloque'
        when was in ('refus_spam', 'refus_plainte') then 'plainte'
        when was in ('refus_efface', 'refus_erasure') then 'efface'
        when was = 'refus_mineur' then 'mineur'
        when was = 'refus_refus_optin' then 'refus_optin'
        else 'desinscrit'
    end
$$;

-- The letters are as they were: only the name of the reason changes, not its day. What a
-- person has typed stays.
alter table activation.outbox disable trigger outbox_transitions;
update activation.outbox set outcome_reason = pg_temp.code_now(outcome_reason)
where decided_by is null and outcome_reason <> pg_temp.code_now(outcome_reason);
alter table activation.outbox enable trigger outbox_transitions;

update activation.runs set counters = (
    select jsonb_object_agg(renamed.name, renamed.number) from (
        select
            case
                when counter.key like 'skipped\_%'
                    then 'skipped_' || pg_temp.code_now(substr(counter.key, 9))
                else counter.key
            end as name,
            sum(counter.value::numeric) as number
        from jsonb_each_text(runs.counters) as counter
        group by 1
    ) as renamed
)
where exists (
    select from jsonb_object_keys(runs.counters) as name
    where name like 'skipped\_%' and name <> 'skipped_' || pg_temp.code_now(substr(name, 9))
);

drop function pg_temp.code_now(text);

-- Seeds that `reasons` and `opt_out_words` replace.
select ops.retire(
    'intermediate', array['not_contactable_reasons', 'letter_rules', 'refusal_reasons']
);
