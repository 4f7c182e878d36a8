-- As it was, but that `crm_dashboard` may write the columns of a decision that are its own to
-- say. An approval with an id or a date of its choice would pass for later than every rejection
-- to come.
create or replace function ops.grant_reading() returns void language plpgsql as $$
declare
    raw_columns constant jsonb := '{
        "files": "file_id, dataset, path, export_date, exported_at, modified_at, sha256, size_bytes, row_count, rejected_count, encoding, delimiter, status, error, loaded_at, run_id",
        "rejected_lines": "dataset, _file_id, _line_number, reason, _loaded_at",
        "announced_columns": "table_name, column_name, analysts_read, outlives_erasure"
    }';
    activation_columns constant jsonb := '{
        "recommendations": "reco_id, client_code, scenario, as_of_date, content_hash, items, proposed_at, valid_until, withdrawn_at",
        "approvals": "approval_id, reco_id, content_hash, decision, decided_at",
        "outbox": "send_id, reco_id, client_code, scenario, produit_keys, legal_basis, state, enqueued_at, attempts, accepted_at, outcome_reason, error_code",
        "attempts": "attempt_id, send_id, n, sandbox, started_at, finished_at, outcome, http_status",
        "events": "event_key, send_id, type, occurred_at, received_at, source",
        "suppressions": "suppression_id, client_code, scope, reason, source, effective_at, lifted_at",
        "contact_state": "client_code, last_status, updated_at"
    }';
    page_writes constant jsonb := '{
        "approvals": "reco_id, content_hash, decision, decided_by, reason"
    }';
    relation record;
begin
    if to_regrole('crm_analyst') is not null then
        grant usage on schema raw, ops, activation, staging, intermediate, etl, crm, sync, snapshots
            to crm_analyst;
        grant select on all tables in schema ops to crm_analyst;
        alter default privileges in schema ops grant select on tables to crm_analyst;
        for relation in
            select format('raw.%I', key) as name, value as columns from jsonb_each_text(raw_columns)
            union all
            select
                format('raw.%I', table_name),
                '_file_id, _line_number, _loaded_at, '
                || string_agg(format('%I', column_name), ', ')
            from raw.announced_columns
            where analysts_read
            group by table_name
            union all
            select format('activation.%I', key), value from jsonb_each_text(activation_columns)
        loop
            execute format('grant select (%s) on %s to crm_analyst', relation.columns, relation.name);
        end loop;
    end if;
    if to_regrole('crm_dashboard') is not null then
        grant usage on schema ops, activation, crm, sync to crm_dashboard;
        grant select on all tables in schema ops, activation to crm_dashboard;
        alter default privileges in schema ops, activation grant select on tables to crm_dashboard;
        revoke insert, update, delete, truncate on all tables in schema activation from crm_dashboard;
        for relation in select key as name, value as columns from jsonb_each_text(page_writes) loop
            execute format(
                'grant insert (%s) on activation.%I to crm_dashboard', relation.columns, relation.name
            );
        end loop;
    end if;
end
$$;

-- The two roles belong to the whole server: a member would read every database of it. So each
-- database lets in whom it names, and nobody else. A backup does not hold this: it is asked for
-- again when a database is found open. Returns whether this role could do it.
create function ops.guard_database() returns boolean language plpgsql as $$
declare
    setting record;
begin
    if not exists (
        select from pg_database
        where datname = current_database() and pg_has_role(datdba, 'usage')
    ) then
        raise notice 'the owner of the database % must guard it', current_database();
        return false;
    end if;
    execute format('revoke connect on database %I from public', current_database());
    -- A forgotten transaction or an endless query ends before a build gives up waiting for it;
    -- loading, building and sending take the time they need, but do not wait for ever.
    for setting in
        select * from (values
            ('idle_in_transaction_session_timeout', '5min', '0'),
            ('statement_timeout', '10min', '0'),
            ('lock_timeout', '1min', '15min')
        ) as limits (name, everybody, owner)
    loop
        execute format(
            'alter database %I set %I = %L', current_database(), setting.name, setting.everybody
        );
        execute format(
            'alter role %I in database %I set %I = %L',
            current_user, current_database(), setting.name, setting.owner
        );
    end loop;
    return true;
end
$$;

do $$
declare
    -- A database at work already keeps those who read it until now.
    is_at_work constant boolean := exists (select from raw.files) or exists (select from ops.runs);
    member text;
begin
    if ops.guard_database() and is_at_work then
        for member in
            select distinct m.member::regrole::text from pg_auth_members as m
            where m.roleid in (to_regrole('crm_analyst'), to_regrole('crm_dashboard'))
        loop
            execute format('grant connect on database %I to %s', current_database(), member);
        end loop;
    end if;
end
$$;

select ops.grant_reading();
