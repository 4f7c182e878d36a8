-- Who builds a personal copy reads everything, persons included: matching persons reads their names
-- and addresses. What they make stands in schemas of their own; nothing of the house is theirs to write.
do $$
begin
    if to_regrole('crm_builder') is null then
        create role crm_builder nologin;
    end if;
exception
    when insufficient_privilege then
        raise notice 'role crm_builder is missing: an administrator must create it';
    when duplicate_object or unique_violation then
        null;  -- another database of this server was quicker
end
$$;

create schema if not exists crm_work;

-- Idempotent. Tables dbt builds are granted by dbt itself (macro `grant_readers`).
create or replace function ops.grant_building() returns void language plpgsql as $$
begin
    if to_regrole('crm_builder') is null then
        return;
    end if;
    grant usage on schema
        raw, ops, activation, staging, intermediate, etl, crm, crm_work, sync, snapshots
        to crm_builder;
    grant select on all tables in schema raw, ops, activation to crm_builder;
    alter default privileges in schema raw, ops, activation grant select on tables to crm_builder;
    execute format('grant create on database %I to crm_builder', current_database());
exception when insufficient_privilege then
    raise notice 'the owner of the database % must let crm_builder make schemas', current_database();
end
$$;

-- `select ops.grant_reading()` stays the one command that gives every role its rights.
do $$
declare
    definition constant text := pg_get_functiondef('ops.grant_reading()'::regprocedure);
begin
    if definition !~ 'grant_building' then
        execute regexp_replace(
            definition, '\mbegin\M', 'begin' || chr(10) || '    perform ops.grant_building();'
        );
    end if;
end
$$;

select ops.grant_reading();
