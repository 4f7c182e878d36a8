-- Roles belong to the server, and a role without CREATEROLE cannot make them: then an
-- administrator does, and `select ops.grant_reading()` gives them their rights.
do $$
declare
    reader text;
begin
    foreach reader in array array['crm_analyst', 'crm_dashboard'] loop
        begin
            if to_regrole(reader) is null then
                execute format('create role %I nologin', reader);
            end if;
        exception
            when insufficient_privilege then
                raise notice 'role % is missing: an administrator must create it', reader;
            when duplicate_object or unique_violation then
                null;  -- another database of this server was quicker
        end;
    end loop;
end
$$;

create schema if not exists staging;
create schema if not exists intermediate;
create schema if not exists etl;
create schema if not exists crm;
create schema if not exists sync;
create schema if not exists snapshots;

-- Idempotent. Tables dbt builds are granted by dbt itself, in the transaction that makes
-- them (macro `grant_readers`): a grant does not survive the table it was made on.
create function ops.grant_reading() returns void language plpgsql as $$
declare
    -- Announced columns only: one nobody announced may be anything.
    raw_columns constant jsonb := '{
        "files": "file_id, dataset, path, export_date, sha256, size_bytes, row_count, rejected_count, encoding, delimiter, status, error, loaded_at, run_id",
        "rejected_lines": "dataset, _file_id, _line_number, reason, _loaded_at",
        "ventes_lignes": "_file_id, _line_number, _loaded_at, client_code, date_livraison, produit_label, qty_line, pu_ht, mt_ht, mt_ttc, marge, document_type, document_no, order_detail_no, article",
        "clients": "_file_id, _line_number, _loaded_at, client_code, pays, optin_email",
        "produits": "_file_id, _line_number, _loaded_at, produit, article, millesime, famille_crm, sous_famille, macro_categorie, prix_ttc, price_band, premium_tier, cepage, sucrosite_niveau, actif",
        "stock": "_file_id, _line_number, _loaded_at, produit, stock_total, stock_reserve, date_snapshot",
        "contacts": "_file_id, _line_number, _loaded_at, client_code, date_contact, canal, statut"
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
            select format('activation.%I', key), value from jsonb_each_text(activation_columns)
        loop
            execute format('grant select (%s) on %s to crm_analyst', relation.columns, relation.name);
        end loop;
    end if;
    if to_regrole('crm_dashboard') is not null then
        grant usage on schema ops, activation, crm, sync to crm_dashboard;
        grant select on all tables in schema ops, activation to crm_dashboard;
        alter default privileges in schema ops, activation grant select on tables to crm_dashboard;
        grant insert on activation.approvals to crm_dashboard;
    end if;
end
$$;

select ops.grant_reading();
