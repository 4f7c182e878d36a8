-- The columns the ERP has announced. Any other one a file brings is nobody's to read, and an
-- erasure empties it. A client code is read, and an erasure puts EFFACE in its place.
create table raw.announced_columns (
    table_name text not null,
    column_name text not null,
    analysts_read boolean not null,
    outlives_erasure boolean not null,
    primary key (table_name, column_name)
);

insert into raw.announced_columns
select announced.table_name, columns.column_name, announced.analysts_read, announced.outlives_erasure
from (values
    -- Facts about a sale or a contact, none about who.
    ('ventes_lignes', true, true,
        'date_livraison produit_label qty_line pu_ht mt_ht mt_ttc marge document_type document_no '
        'order_detail_no article'),
    ('ventes_lignes', true, false, 'client_code'),
    ('ventes_lignes', false, false, 'email code_postal ville'),
    ('clients', true, false, 'client_code pays optin_email'),
    ('clients', false, false, 'nom prenom email telephone adresse code_postal ville'),
    ('contacts', true, true, 'date_contact canal statut'),
    ('contacts', true, false, 'client_code'),
    ('produits', true, true,
        'produit article millesime famille_crm sous_famille macro_categorie prix_ttc price_band '
        'premium_tier cepage sucrosite_niveau actif'),
    ('stock', true, true, 'produit stock_total stock_reserve date_snapshot')
) as announced (table_name, analysts_read, outlives_erasure, columns),
unnest(string_to_array(announced.columns, ' ')) as columns (column_name);

-- As it was, but that the columns of exports are those announced.
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
        grant insert on activation.approvals to crm_dashboard;
    end if;
end
$$;

select ops.grant_reading();
