-- A small estate as the code of ced0489 left it (pg_dump of PostgreSQL 18, without comments, owners,
-- and the views of `staging` and `intermediate`): ten made-up persons, built by dbt on Monday
-- 9 June 2025 and again on the 16th with P0 moved to another town and address; eight letters
-- approved and waiting, signed by the demonstration's sender; two views of an analyst.
SELECT pg_catalog.set_config('search_path', '', false);
CREATE SCHEMA activation;
CREATE SCHEMA crm;
CREATE SCHEMA etl;
CREATE SCHEMA intermediate;
CREATE SCHEMA ops;
CREATE SCHEMA raw;
CREATE SCHEMA snapshots;
CREATE SCHEMA staging;
CREATE SCHEMA sync;
CREATE SCHEMA test_failures;
CREATE FUNCTION activation.allow_transition() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    new.updated_at := clock_timestamp();
    if new.state = old.state or (old.state, new.state) in (
        ('queued', 'sending'), ('queued', 'skipped'), ('queued', 'cancelled'),
        ('queued', 'expired'),
        ('retry_wait', 'sending'), ('retry_wait', 'skipped'), ('retry_wait', 'cancelled'),
        ('retry_wait', 'expired'),
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
CREATE FUNCTION activation.keep_suppression() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if (new.email_hash, new.client_hash, new.scope, new.reason, new.source, new.effective_at)
        is distinct from
       (old.email_hash, old.client_hash, old.scope, old.reason, old.source, old.effective_at)
       or old.lifted_at is not null and new.lifted_at is distinct from old.lifted_at
       or new.email_norm is not null and new.email_norm is distinct from old.email_norm
       or new.client_code is not null and new.client_code is distinct from old.client_code then
        raise exception 'activation.suppressions is append-only: add a row instead';
    end if;
    return new;
end $$;
CREATE FUNCTION activation.refuse_rewriting() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if tg_op = 'UPDATE' and to_jsonb(new) ->> 'reason' = 'efface'
        and to_jsonb(new) - 'reason' = to_jsonb(old) - 'reason' then
        return new;
    end if;
    raise exception 'activation.% is append-only: add a row instead', tg_table_name;
end $$;
CREATE FUNCTION ops.grant_reading() RETURNS void
    LANGUAGE plpgsql
    AS $$
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
CREATE TABLE activation.approvals (
    approval_id bigint NOT NULL,
    reco_id uuid NOT NULL,
    content_hash text NOT NULL,
    decision text NOT NULL,
    decided_by text NOT NULL,
    decided_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    reason text,
    CONSTRAINT approvals_check CHECK (((decision = 'approved'::text) OR (COALESCE(reason, ''::text) <> ''::text))),
    CONSTRAINT approvals_decided_by_check CHECK ((decided_by <> ''::text)),
    CONSTRAINT approvals_decision_check CHECK ((decision = ANY (ARRAY['approved'::text, 'rejected'::text, 'revoked'::text])))
);
ALTER TABLE activation.approvals ALTER COLUMN approval_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME activation.approvals_approval_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE activation.attempts (
    attempt_id bigint NOT NULL,
    send_id uuid NOT NULL,
    run_id uuid NOT NULL,
    n integer NOT NULL,
    path text NOT NULL,
    idempotency_key uuid NOT NULL,
    request_sha256 text NOT NULL,
    sandbox boolean DEFAULT false NOT NULL,
    started_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    finished_at timestamp with time zone,
    outcome text,
    http_status integer,
    brevo_code text,
    brevo_message text,
    rate_limit integer,
    rate_remaining integer,
    rate_reset integer,
    latency_ms integer,
    CONSTRAINT attempts_outcome_check CHECK ((outcome = ANY (ARRAY['not_sent'::text, 'throttled'::text, 'busy'::text, 'unknown'::text, 'accepted'::text, 'rejected'::text, 'stop'::text])))
);
ALTER TABLE activation.attempts ALTER COLUMN attempt_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME activation.attempts_attempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE activation.breaker_openings (
    opening_id bigint NOT NULL,
    opened_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    reason text NOT NULL,
    closed_at timestamp with time zone,
    closed_by text,
    closed_reason text,
    CONSTRAINT breaker_openings_check CHECK (((closed_at IS NULL) = (closed_by IS NULL)))
);
ALTER TABLE activation.breaker_openings ALTER COLUMN opening_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME activation.breaker_openings_opening_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE activation.contact_state (
    client_code text NOT NULL,
    email_norm text,
    email_hash text,
    desired_hash text NOT NULL,
    confirmed_hash text,
    confirmed_at timestamp with time zone,
    confirmed_attributes jsonb,
    brevo_id bigint,
    last_status text DEFAULT 'pending'::text NOT NULL,
    last_error text,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    tombstoned_at timestamp with time zone,
    CONSTRAINT contact_state_last_status_check CHECK ((last_status = ANY (ARRAY['pending'::text, 'sent'::text, 'ok'::text, 'failed'::text, 'held'::text])))
);
CREATE TABLE activation.cursors (
    name text NOT NULL,
    value text NOT NULL,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
CREATE TABLE activation.events (
    event_key text NOT NULL,
    send_id uuid,
    message_id text,
    email_hash text NOT NULL,
    type text NOT NULL,
    raw_type text NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    received_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    source text NOT NULL,
    link text,
    reason text,
    tag_send_id uuid,
    CONSTRAINT events_source_check CHECK ((source = ANY (ARRAY['poll'::text, 'webhook'::text]))),
    CONSTRAINT events_type_check CHECK ((type = ANY (ARRAY['accepted'::text, 'delivered'::text, 'deferred'::text, 'soft_bounce'::text, 'hard_bounce'::text, 'invalid'::text, 'blocked'::text, 'spam'::text, 'open'::text, 'proxy_open'::text, 'click'::text, 'unsubscribe'::text, 'error'::text])))
);
CREATE TABLE activation.outbox (
    send_id uuid NOT NULL,
    reco_id uuid NOT NULL,
    approval_id bigint NOT NULL,
    content_hash text NOT NULL,
    client_code text,
    client_hash text NOT NULL,
    email_norm text,
    email_hash text NOT NULL,
    scenario text NOT NULL,
    produit_keys text[] DEFAULT '{}'::text[] NOT NULL,
    template_sha256 text NOT NULL,
    template_id integer,
    payload text,
    payload_sha256 text NOT NULL,
    idempotency_key uuid NOT NULL,
    legal_basis text NOT NULL,
    tracking_consent boolean DEFAULT false NOT NULL,
    state text DEFAULT 'queued'::text NOT NULL,
    enqueued_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    not_before timestamp with time zone,
    valid_until date NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    first_attempt_at timestamp with time zone,
    next_attempt_at timestamp with time zone,
    lease_owner uuid,
    lease_until timestamp with time zone,
    accepted_at timestamp with time zone,
    message_id text,
    absent_reads integer DEFAULT 0 NOT NULL,
    last_read_at timestamp with time zone,
    outcome_reason text,
    error_code text,
    error_message text,
    decided_by text,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    erased_at timestamp with time zone,
    CONSTRAINT outbox_check CHECK (((state <> 'accepted'::text) OR (accepted_at IS NOT NULL))),
    CONSTRAINT outbox_check1 CHECK (((erased_at IS NOT NULL) OR ((payload IS NOT NULL) AND (email_norm IS NOT NULL)))),
    CONSTRAINT outbox_legal_basis_check CHECK ((legal_basis = ANY (ARRAY['client_existant'::text, 'consentement'::text]))),
    CONSTRAINT outbox_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'sending'::text, 'retry_wait'::text, 'unknown'::text, 'accepted'::text, 'failed'::text, 'skipped'::text, 'cancelled'::text, 'expired'::text, 'abandoned'::text])))
);
CREATE TABLE activation.recommendations (
    reco_id uuid NOT NULL,
    client_code text,
    email_norm text,
    email_hash text,
    scenario text NOT NULL,
    as_of_date date NOT NULL,
    content_hash text NOT NULL,
    items jsonb NOT NULL,
    params jsonb DEFAULT '{}'::jsonb NOT NULL,
    proposed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    valid_until date NOT NULL,
    withdrawn_at timestamp with time zone,
    erased_at timestamp with time zone,
    template_sha256 text
);
CREATE TABLE activation.runs (
    run_id uuid NOT NULL,
    command text NOT NULL,
    mode text DEFAULT 'real'::text NOT NULL,
    started_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    finished_at timestamp with time zone,
    exit_code integer,
    counters jsonb DEFAULT '{}'::jsonb NOT NULL,
    host text,
    pid integer,
    CONSTRAINT runs_mode_check CHECK ((mode = ANY (ARRAY['look'::text, 'sandbox'::text, 'real'::text])))
);
CREATE TABLE activation.suppressions (
    suppression_id bigint NOT NULL,
    email_hash text,
    client_hash text,
    email_norm text,
    client_code text,
    scope text NOT NULL,
    reason text NOT NULL,
    source text NOT NULL,
    effective_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    lifted_at timestamp with time zone,
    lifted_by text,
    proof text,
    CONSTRAINT suppressions_check CHECK ((num_nonnulls(email_hash, client_hash) > 0)),
    CONSTRAINT suppressions_check1 CHECK (((lifted_at IS NULL) OR ((lifted_by IS NOT NULL) AND (proof IS NOT NULL)))),
    CONSTRAINT suppressions_check2 CHECK (((lifted_at IS NULL) OR (reason = ANY (ARRAY['hard_bounce'::text, 'invalid'::text, 'blocked'::text])))),
    CONSTRAINT suppressions_scope_check CHECK ((scope = ANY (ARRAY['marketing'::text, 'transactional'::text, 'all'::text, 'erasure'::text])))
);
ALTER TABLE activation.suppressions ALTER COLUMN suppression_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME activation.suppressions_suppression_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE activation.templates (
    scenario text NOT NULL,
    template_id integer,
    name text NOT NULL,
    subject text NOT NULL,
    content_sha256 text NOT NULL,
    variables jsonb DEFAULT '[]'::jsonb NOT NULL,
    pushed_at timestamp with time zone,
    brevo_sha256 text
);
CREATE TABLE activation.webhook_inbox (
    inbox_id bigint NOT NULL,
    received_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    body text NOT NULL,
    error text
);
ALTER TABLE activation.webhook_inbox ALTER COLUMN inbox_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME activation.webhook_inbox_inbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE crm.achats (
    client_code text CONSTRAINT achats_client_code_not_null1 NOT NULL,
    document_id text,
    produit_key text,
    date_livraison date CONSTRAINT achats_date_livraison_not_null1 NOT NULL,
    qty_unit numeric,
    mt_ht numeric,
    mt_ttc numeric,
    is_purchase boolean,
    is_return boolean,
    _file_id bigint CONSTRAINT achats__file_id_not_null1 NOT NULL,
    _line_number bigint CONSTRAINT achats__line_number_not_null1 NOT NULL
);
CREATE TABLE crm.co_purchases (
    produit_key_a text CONSTRAINT co_purchases_produit_key_a_not_null1 NOT NULL,
    produit_key_b text CONSTRAINT co_purchases_produit_key_b_not_null1 NOT NULL,
    nb_documents integer,
    nb_clients integer,
    nb_acheteurs_a integer,
    part_acheteurs numeric,
    support numeric,
    confidence numeric,
    lift numeric,
    score numeric,
    "position" integer
);
CREATE TABLE crm.contact_bars (
    client_code text CONSTRAINT contact_bars_client_code_not_null1 NOT NULL,
    not_contactable_reason text CONSTRAINT contact_bars_not_contactable_reason_not_null1 NOT NULL,
    priority integer CONSTRAINT contact_bars_priority_not_null1 NOT NULL,
    libelle text
);
CREATE TABLE crm.contact_log (
    contact_id text CONSTRAINT contact_log_contact_id_not_null1 NOT NULL,
    client_code text CONSTRAINT contact_log_client_code_not_null1 NOT NULL,
    date_contact date,
    canal text,
    is_email boolean,
    statut text,
    source text,
    send_id uuid,
    dernier_clic date
);
CREATE TABLE crm.contact_refusals (
    refusal_id text CONSTRAINT contact_refusals_refusal_id_not_null1 NOT NULL,
    client_code text,
    email text,
    not_contactable_reason text CONSTRAINT contact_refusals_not_contactable_reason_not_null1 NOT NULL
);
CREATE TABLE crm.conversions (
    client_code text CONSTRAINT conversions_client_code_not_null1 NOT NULL,
    document_id text CONSTRAINT conversions_document_id_not_null1 NOT NULL,
    send_id uuid,
    reco_id uuid,
    scenario text,
    sent_on date,
    date_livraison date,
    days_after integer,
    nb_vins bigint,
    mt_ht numeric
);
CREATE TABLE crm.customer_360 (
    client_code text CONSTRAINT customer_360_client_code_not_null1 NOT NULL,
    nb_codes bigint,
    nom text,
    prenom text,
    email text,
    telephone text,
    code_postal text,
    ville text,
    pays text,
    total_achats numeric,
    nb_achats bigint,
    premier_achat date,
    dernier_achat date,
    recency_days integer,
    frequency_purchases bigint,
    monetary_value numeric,
    panier_moyen numeric,
    rythme_jours integer,
    prochain_achat_prevu date,
    famille_preference text,
    dernier_contact date,
    nb_emails_sent bigint,
    nb_bounces bigint,
    opt_out boolean,
    is_contactable boolean,
    not_contactable_reason text,
    segment text
);
CREATE TABLE crm.customer_contacts (
    client_code text CONSTRAINT customer_contacts_client_code_not_null1 NOT NULL,
    dernier_contact date,
    nb_emails_sent bigint,
    nb_bounces bigint,
    dernier_clic date
);
CREATE TABLE crm.customer_families (
    client_code text CONSTRAINT customer_families_client_code_not_null1 NOT NULL,
    famille_crm text CONSTRAINT customer_families_famille_crm_not_null1 NOT NULL,
    mt_ht numeric,
    qty_unit numeric,
    dernier_achat date,
    "position" bigint
);
CREATE TABLE crm.customer_identity (
    client_code text CONSTRAINT customer_identity_client_code_not_null1 NOT NULL,
    nb_codes bigint,
    is_refused boolean,
    nom text,
    prenom text,
    email text,
    telephone text,
    code_postal text,
    ville text,
    pays text
);
CREATE TABLE crm.customer_purchases (
    client_code text CONSTRAINT customer_purchases_client_code_not_null1 NOT NULL,
    nb_achats bigint,
    total_achats numeric,
    premier_achat date,
    dernier_achat date,
    recency_days integer,
    panier_moyen numeric,
    rythme_jours integer,
    prochain_achat_prevu date
);
CREATE TABLE ops.dbt_results (
    run_id text,
    invocation_id text NOT NULL,
    node_id text NOT NULL,
    resource_type text NOT NULL,
    name text NOT NULL,
    status text NOT NULL,
    failures bigint,
    rows_affected bigint,
    seconds numeric(12,3),
    message text,
    generated_at timestamp with time zone NOT NULL,
    target_schema text,
    owner text
);
CREATE VIEW crm.dbt_runs AS
 WITH runs AS (
         SELECT dbt_results.invocation_id,
            max(dbt_results.run_id) AS run_id,
            max(dbt_results.generated_at) AS generated_at,
            count(*) FILTER (WHERE (dbt_results.resource_type = 'model'::text)) AS models,
            count(*) FILTER (WHERE (dbt_results.resource_type ~~ '%test'::text)) AS tests,
            count(*) FILTER (WHERE (dbt_results.status = 'pass'::text)) AS passed,
            count(*) FILTER (WHERE (dbt_results.status = 'warn'::text)) AS warned,
            count(*) FILTER (WHERE (dbt_results.status = ANY (ARRAY['fail'::text, 'error'::text, 'runtime error'::text]))) AS failed,
            count(*) FILTER (WHERE (dbt_results.status = 'skipped'::text)) AS skipped,
            COALESCE(sum(dbt_results.seconds), (0)::numeric) AS seconds
           FROM ops.dbt_results
          WHERE (dbt_results.target_schema = 'public'::text)
          GROUP BY dbt_results.invocation_id
        ), dbt_runs AS (
         SELECT runs.invocation_id,
            runs.run_id,
            runs.generated_at,
            runs.models,
            runs.tests,
            runs.passed,
            runs.warned,
            runs.failed,
            runs.skipped,
            runs.seconds,
            ((runs.tests > 0) AND ((2 * runs.tests) >= max(runs.tests) OVER ())) AS is_complete
           FROM runs
        )
 SELECT invocation_id,
    run_id,
    generated_at,
    models,
    tests,
    passed,
    warned,
    failed,
    skipped,
    seconds,
    is_complete
   FROM dbt_runs;
CREATE TABLE crm.health_facts (
    section text NOT NULL,
    indicateur text NOT NULL,
    valeur numeric,
    unite text,
    statut text,
    detail text,
    "position" integer
);
CREATE TABLE ops.runs (
    run_id uuid NOT NULL,
    command text NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    status text DEFAULT 'running'::text NOT NULL,
    exit_code integer,
    as_of_date date,
    summary jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT runs_status_check CHECK ((status = ANY (ARRAY['running'::text, 'done'::text, 'partial'::text, 'failed'::text, 'killed'::text])))
);
CREATE VIEW crm.health_runs AS
 WITH runs AS (
         SELECT dbt_runs.invocation_id,
            dbt_runs.run_id,
            dbt_runs.generated_at,
            dbt_runs.models,
            dbt_runs.tests,
            dbt_runs.passed,
            dbt_runs.warned,
            dbt_runs.failed,
            dbt_runs.skipped,
            dbt_runs.seconds,
            dbt_runs.is_complete,
            row_number() OVER (ORDER BY dbt_runs.generated_at DESC, dbt_runs.invocation_id) AS "position"
           FROM crm.dbt_runs
          WHERE dbt_runs.is_complete
        ), slowest AS (
         SELECT results.name,
            results.seconds,
            results.rows_affected,
            row_number() OVER (ORDER BY results.seconds DESC NULLS LAST, results.node_id) AS "position"
           FROM (ops.dbt_results results
             JOIN runs ON (((results.invocation_id = runs.invocation_id) AND (runs."position" = 1))))
          WHERE (results.resource_type = 'model'::text)
        ), backup AS (
         SELECT max(runs.finished_at) AS finished_at
           FROM ops.runs
          WHERE ((runs.command = 'backup'::text) AND (runs.status = 'done'::text))
        ), health_runs AS (
         SELECT 'tendance'::text AS section,
            ((to_char((runs.generated_at AT TIME ZONE 'Europe/Paris'::text), 'YYYY-MM-DD HH24:MI:SS'::text) || ' '::text) || "left"(runs.invocation_id, 8)) AS indicateur,
            ((runs.failed + runs.warned))::numeric AS valeur,
            'tests'::text AS unite,
                CASE
                    WHEN (runs.failed > 0) THEN 'erreur'::text
                    WHEN (runs.warned > 0) THEN 'attention'::text
                    ELSE 'ok'::text
                END AS statut,
            format('%s réussi(s), %s à regarder, %s en erreur'::text, runs.passed, runs.warned, runs.failed) AS detail,
            (runs."position")::integer AS "position"
           FROM runs
          WHERE (runs."position" <= 12)
        UNION ALL
         SELECT 'lenteur'::text AS section,
            slowest.name AS indicateur,
            slowest.seconds AS valeur,
            'secondes'::text AS unite,
            'info'::text AS statut,
            COALESCE((NULLIF(slowest.rows_affected, '-1'::integer) || ' ligne(s) écrite(s)'::text), 'vue'::text) AS detail,
            (slowest."position")::integer AS "position"
           FROM slowest
          WHERE (slowest."position" <= 5)
        UNION ALL
         SELECT 'sauvegarde'::text AS section,
            'age'::text AS indicateur,
            floor((EXTRACT(epoch FROM (now() - backup.finished_at)) / (86400)::numeric)) AS valeur,
            'jours'::text AS unite,
                CASE
                    WHEN (backup.finished_at IS NULL) THEN 'info'::text
                    WHEN (backup.finished_at < (now() - '8 days'::interval)) THEN 'attention'::text
                    ELSE 'ok'::text
                END AS statut,
            COALESCE(('Dernière sauvegarde le '::text || to_char((backup.finished_at AT TIME ZONE 'Europe/Paris'::text), 'DD/MM/YYYY à HH24:MI'::text)), 'Âge inconnu : aucune sauvegarde n''a encore été enregistrée'::text) AS detail,
            1 AS "position"
           FROM backup
        )
 SELECT section,
    indicateur,
    valeur,
    unite,
    statut,
    detail,
    "position"
   FROM health_runs;
CREATE VIEW crm.health_tests AS
 WITH complete_runs AS (
         SELECT max(dbt_runs.generated_at) AS generated_at
           FROM crm.dbt_runs
          WHERE dbt_runs.is_complete
        ), results AS (
         SELECT results.run_id,
            results.invocation_id,
            results.node_id,
            results.resource_type,
            results.name,
            results.status,
            results.failures,
            results.rows_affected,
            results.seconds,
            results.message,
            results.generated_at,
            results.target_schema,
            results.owner,
            row_number() OVER (PARTITION BY results.node_id ORDER BY results.generated_at DESC, results.invocation_id) AS recency
           FROM (ops.dbt_results results
             JOIN complete_runs ON ((results.generated_at >= complete_runs.generated_at)))
          WHERE (results.target_schema = 'public'::text)
        ), outcomes AS (
         SELECT 'reussis'::text AS outcome,
            ARRAY['pass'::text] AS statuses,
            'ok'::text AS statut,
            'Contrôles réussis'::text AS detail,
            1 AS "position"
        UNION ALL
         SELECT 'attention'::text AS outcome,
            ARRAY['warn'::text] AS statuses,
            'attention'::text AS statut,
            'Contrôles qui demandent un regard'::text AS detail,
            2 AS "position"
        UNION ALL
         SELECT 'en_erreur'::text AS outcome,
            ARRAY['fail'::text, 'error'::text, 'runtime error'::text] AS statuses,
            'erreur'::text AS statut,
            'Contrôles ou calculs en erreur'::text AS detail,
            3 AS "position"
        UNION ALL
         SELECT 'sautes'::text AS outcome,
            ARRAY['skipped'::text] AS statuses,
            'attention'::text AS statut,
            'Sautés à cause d''une erreur en amont'::text AS detail,
            4 AS "position"
        ), health_tests AS (
         SELECT 'tests'::text AS section,
            outcomes.outcome AS indicateur,
            (count(results.node_id))::numeric AS valeur,
            'tests'::text AS unite,
                CASE
                    WHEN (count(results.node_id) > 0) THEN outcomes.statut
                    ELSE 'ok'::text
                END AS statut,
            outcomes.detail,
            outcomes."position"
           FROM (outcomes
             LEFT JOIN results ON (((results.status = ANY (outcomes.statuses)) AND (results.recency = 1))))
          GROUP BY outcomes.outcome, outcomes.statut, outcomes.detail, outcomes."position"
        UNION ALL
         SELECT 'tests_a_voir'::text AS section,
            results.node_id AS indicateur,
            results.failures AS valeur,
            'lignes'::text AS unite,
            outcomes.statut,
            concat_ws(' — '::text, regexp_replace(results.message, '\s+'::text, ' '::text, 'g'::text), results.owner, results.name) AS detail,
            (row_number() OVER (ORDER BY outcomes."position" DESC, results.failures DESC, results.node_id))::integer AS "position"
           FROM (results
             JOIN outcomes ON ((results.status = ANY (outcomes.statuses))))
          WHERE ((results.recency = 1) AND (outcomes.outcome = ANY (ARRAY['attention'::text, 'en_erreur'::text])))
        )
 SELECT section,
    indicateur,
    valeur,
    unite,
    statut,
    detail,
    "position"
   FROM health_tests;
CREATE VIEW crm.data_health AS
 WITH facts AS (
         SELECT health_facts.section,
            health_facts.indicateur,
            health_facts.valeur,
            health_facts.unite,
            health_facts.statut,
            health_facts.detail,
            health_facts."position"
           FROM crm.health_facts
        UNION ALL
         SELECT health_tests.section,
            health_tests.indicateur,
            health_tests.valeur,
            health_tests.unite,
            health_tests.statut,
            health_tests.detail,
            health_tests."position"
           FROM crm.health_tests
        UNION ALL
         SELECT health_runs.section,
            health_runs.indicateur,
            health_runs.valeur,
            health_runs.unite,
            health_runs.statut,
            health_runs.detail,
            health_runs."position"
           FROM crm.health_runs
        ), verdict AS (
         SELECT count(*) FILTER (WHERE (facts.statut = 'erreur'::text)) AS errors,
            count(*) FILTER (WHERE (facts.statut = 'attention'::text)) AS warnings,
            max(facts.valeur) FILTER (WHERE ((facts.section = 'tests'::text) AND (facts.indicateur = 'reussis'::text))) AS passed,
            min(facts.detail) FILTER (WHERE ((facts.section = 'fraicheur'::text) AND (facts.indicateur = 'ventes_lignes'::text))) AS age
           FROM facts
          WHERE ((facts.section <> 'tendance'::text) AND (NOT ((facts.section = 'tests'::text) AND (facts.indicateur <> 'reussis'::text))))
        ), data_health AS (
         SELECT 'etat'::text AS section,
            'etat'::text AS indicateur,
            ((verdict.errors + verdict.warnings))::numeric AS valeur,
            'points'::text AS unite,
                CASE
                    WHEN (verdict.errors > 0) THEN 'erreur'::text
                    WHEN (verdict.warnings > 0) THEN 'attention'::text
                    ELSE 'ok'::text
                END AS statut,
            ((((
                CASE
                    WHEN (verdict.errors > 0) THEN format('À corriger avant d''envoyer : %s erreur(s)'::text, verdict.errors)
                    WHEN (verdict.warnings > 0) THEN format('Utilisable, %s point(s) à regarder'::text, verdict.warnings)
                    ELSE 'Tout va bien'::text
                END || COALESCE(format(' ; %s contrôle(s) réussi(s)'::text, verdict.passed), ''::text)) || '. '::text) || COALESCE(verdict.age, 'Aucun export lu'::text)) || '.'::text) AS detail,
            1 AS "position"
           FROM verdict
        UNION ALL
         SELECT facts.section,
            facts.indicateur,
            facts.valeur,
            facts.unite,
            facts.statut,
            facts.detail,
            facts."position"
           FROM facts
        )
 SELECT section,
    indicateur,
    valeur,
    unite,
    statut,
    detail,
    "position"
   FROM data_health;
CREATE TABLE crm.health_files (
    section text CONSTRAINT health_files_section_not_null1 NOT NULL,
    indicateur text CONSTRAINT health_files_indicateur_not_null1 NOT NULL,
    valeur numeric,
    unite text,
    statut text,
    detail text,
    "position" integer
);
CREATE TABLE crm.health_persons (
    section text CONSTRAINT health_persons_section_not_null1 NOT NULL,
    indicateur text CONSTRAINT health_persons_indicateur_not_null1 NOT NULL,
    valeur numeric,
    unite text,
    statut text,
    detail text,
    "position" integer
);
CREATE TABLE crm.health_reconciliation (
    section text CONSTRAINT health_reconciliation_section_not_null1 NOT NULL,
    indicateur text CONSTRAINT health_reconciliation_indicateur_not_null1 NOT NULL,
    valeur numeric,
    unite text,
    statut text,
    detail text,
    "position" integer
);
CREATE TABLE crm.health_rejections (
    section text CONSTRAINT health_rejections_section_not_null1 NOT NULL,
    indicateur text CONSTRAINT health_rejections_indicateur_not_null1 NOT NULL,
    valeur numeric,
    unite text,
    statut text,
    detail text,
    "position" integer
);
CREATE TABLE crm.letter_candidates (
    client_code text CONSTRAINT letter_candidates_client_code_not_null1 NOT NULL,
    produit_key text CONSTRAINT letter_candidates_produit_key_not_null1 NOT NULL,
    candidate_key text,
    cuvee_key text,
    famille_crm text,
    millesime integer,
    score numeric,
    is_known boolean,
    bouteilles_gardees numeric,
    jours_depuis_achat integer,
    tier_connu integer,
    tier_rank integer,
    is_near boolean,
    rule text,
    detail text
);
CREATE TABLE crm.letter_choices (
    client_code text CONSTRAINT letter_choices_client_code_not_null1 NOT NULL,
    scenario text,
    letter_score numeric,
    rule text,
    detail text
);
CREATE TABLE crm.letter_facts (
    client_code text CONSTRAINT letter_facts_client_code_not_null1 NOT NULL,
    scenario text,
    rank bigint CONSTRAINT letter_facts_rank_not_null1 NOT NULL,
    produit_key text,
    score numeric,
    produit_label text,
    famille_crm text,
    millesime integer,
    cepage text,
    prix_ttc numeric,
    dernier_achat date,
    bouteilles numeric,
    millesime_achete integer,
    produit_achete text,
    pair_label text,
    pair_key text,
    nb_documents integer,
    nb_clients integer,
    nb_acheteurs integer,
    sur_dix numeric,
    millesime_choisi integer,
    bouteilles_famille numeric,
    place_famille bigint,
    bouteilles_vendues numeric,
    accord text,
    kind text
);
CREATE TABLE crm.letter_families (
    produit_key text CONSTRAINT letter_families_produit_key_not_null1 NOT NULL,
    famille_crm text,
    bouteilles numeric,
    place bigint
);
CREATE TABLE crm.letter_offers (
    client_code text CONSTRAINT letter_offers_client_code_not_null1 NOT NULL,
    scenario text CONSTRAINT letter_offers_scenario_not_null1 NOT NULL,
    produit_key text CONSTRAINT letter_offers_produit_key_not_null1 NOT NULL,
    candidate_key text,
    cuvee_key text,
    famille_crm text,
    millesime integer,
    score numeric
);
CREATE TABLE crm.letter_orders (
    client_code text CONSTRAINT letter_orders_client_code_not_null1 NOT NULL,
    cuvee_key text CONSTRAINT letter_orders_cuvee_key_not_null1 NOT NULL,
    produit_key text,
    millesime integer,
    dernier_achat date,
    bouteilles numeric
);
CREATE TABLE crm.letter_pairs (
    client_code text CONSTRAINT letter_pairs_client_code_not_null1 NOT NULL,
    produit_key text CONSTRAINT letter_pairs_produit_key_not_null1 NOT NULL,
    pair_key text,
    paired_key text,
    pair_label text,
    nb_documents integer,
    nb_clients integer,
    nb_acheteurs integer
);
CREATE TABLE crm.letter_persons (
    client_code text CONSTRAINT letter_persons_client_code_not_null1 NOT NULL,
    email text,
    nb_achats bigint,
    total_achats numeric,
    dernier_achat date,
    rythme_jours integer,
    nb_familles bigint,
    is_winback boolean,
    is_nurture boolean,
    rule text,
    detail text
);
CREATE TABLE crm.letter_places (
    client_code text CONSTRAINT letter_places_client_code_not_null1 NOT NULL,
    produit_key text CONSTRAINT letter_places_produit_key_not_null1 NOT NULL,
    scenario text,
    candidate_key text,
    score numeric,
    rank bigint,
    rule text,
    detail text
);
CREATE TABLE crm.letter_refusals (
    client_code text CONSTRAINT letter_refusals_client_code_not_null1 NOT NULL,
    cuvee_key text CONSTRAINT letter_refusals_cuvee_key_not_null1 NOT NULL,
    refused_on date,
    is_todays_letter boolean
);
CREATE TABLE crm.letter_silences (
    client_code text CONSTRAINT letter_silences_client_code_not_null1 NOT NULL,
    rule text,
    detail text
);
CREATE TABLE crm.letter_stock (
    client_code text CONSTRAINT letter_stock_client_code_not_null1 NOT NULL,
    produit_key text CONSTRAINT letter_stock_produit_key_not_null1 NOT NULL,
    scenario text,
    candidate_key text,
    cuvee_key text,
    famille_crm text,
    millesime integer,
    score numeric,
    turn bigint,
    rule text,
    detail text
);
CREATE TABLE crm.letter_tastes (
    client_code text CONSTRAINT letter_tastes_client_code_not_null1 NOT NULL,
    cuvee_key text CONSTRAINT letter_tastes_cuvee_key_not_null1 NOT NULL,
    produit_key text,
    millesime integer,
    famille_crm text,
    tier_rank integer,
    dernier_achat date,
    bouteilles_gardees numeric
);
CREATE TABLE crm.letter_wines (
    produit_key text CONSTRAINT letter_wines_produit_key_not_null1 NOT NULL,
    cuvee_key text,
    produit_label text,
    millesime integer,
    famille_crm text,
    cepage text,
    premium_tier text,
    tier_rank integer,
    prix_ttc numeric,
    disponible numeric,
    rule text,
    offered_key text
);
CREATE TABLE crm.reco_baskets (
    is_rehearsal boolean CONSTRAINT reco_baskets_is_rehearsal_not_null1 NOT NULL,
    person_id integer CONSTRAINT reco_baskets_person_id_not_null1 NOT NULL,
    product_ids integer[],
    weights real[],
    spread double precision
);
CREATE TABLE crm.reco_best_sellers (
    is_rehearsal boolean CONSTRAINT reco_best_sellers_is_rehearsal_not_null1 NOT NULL,
    "position" integer CONSTRAINT reco_best_sellers_position_not_null1 NOT NULL,
    product_id integer
);
CREATE TABLE crm.reco_calendar (
    is_rehearsal boolean CONSTRAINT reco_calendar_is_rehearsal_not_null1 NOT NULL,
    cutoff date,
    horizon_days integer
);
CREATE TABLE crm.reco_clicked (
    person_id integer CONSTRAINT reco_clicked_person_id_not_null1 NOT NULL,
    product_id integer CONSTRAINT reco_clicked_product_id_not_null1 NOT NULL,
    gain double precision
);
CREATE TABLE crm.reco_document_pairs (
    product_id_a integer CONSTRAINT reco_document_pairs_product_id_a_not_null1 NOT NULL,
    product_id_b integer CONSTRAINT reco_document_pairs_product_id_b_not_null1 NOT NULL,
    nb_documents integer
);
CREATE TABLE crm.reco_favours (
    product_id integer CONSTRAINT reco_favours_product_id_not_null1 NOT NULL,
    season double precision,
    any_factor double precision,
    any_popularity double precision,
    new_factor double precision,
    new_popularity double precision
);
CREATE TABLE crm.reco_health (
    section text CONSTRAINT reco_health_section_not_null1 NOT NULL,
    indicateur text CONSTRAINT reco_health_indicateur_not_null1 NOT NULL,
    valeur numeric,
    unite text,
    statut text,
    detail text,
    "position" integer
);
CREATE TABLE crm.reco_history (
    is_rehearsal boolean CONSTRAINT reco_history_is_rehearsal_not_null1 NOT NULL,
    person_id integer CONSTRAINT reco_history_person_id_not_null1 NOT NULL,
    product_id integer CONSTRAINT reco_history_product_id_not_null1 NOT NULL,
    nb_documents integer,
    last_bought_on date,
    taste bigint,
    trace bigint
);
CREATE TABLE crm.recommendation_items (
    reco_id uuid,
    client_code text CONSTRAINT recommendation_items_client_code_not_null1 NOT NULL,
    scenario text,
    rank bigint CONSTRAINT recommendation_items_rank_not_null1 NOT NULL,
    produit_key text,
    score numeric,
    reason text CONSTRAINT recommendation_items_reason_not_null1 NOT NULL,
    reason_facts jsonb,
    as_of_date date,
    produit_label text,
    famille_crm text,
    millesime integer,
    prix_ttc numeric
);
CREATE VIEW crm.reco_letter_mix AS
 WITH wines AS (
         SELECT recommendation_items.produit_key,
            count(*) AS nb_letters
           FROM crm.recommendation_items
          GROUP BY recommendation_items.produit_key
        ), ordered AS (
         SELECT wines.nb_letters,
            sum(wines.nb_letters) OVER () AS nb_places,
            row_number() OVER (ORDER BY wines.nb_letters DESC, wines.produit_key) AS "position"
           FROM wines
        ), mix AS (
         SELECT count(*) AS nb_wines,
            sum(ordered.nb_letters) AS nb_places,
            sum(ordered.nb_letters) FILTER (WHERE (ordered."position" <= 3)) AS top_3_places,
            ((1)::numeric / sum(power(((ordered.nb_letters)::numeric / ordered.nb_places), (2)::numeric))) AS effective_wines
           FROM ordered
        ), letters AS (
         SELECT recommendation_items.reco_id,
            array_agg(recommendation_items.produit_key ORDER BY recommendation_items.produit_key) AS produit_keys
           FROM crm.recommendation_items
          GROUP BY recommendation_items.reco_id
        ), proposed AS (
         SELECT proposals.reco_id,
            array_agg((items.item ->> 'produit_key'::text) ORDER BY (items.item ->> 'produit_key'::text)) AS produit_keys
           FROM (activation.recommendations proposals
             CROSS JOIN LATERAL jsonb_array_elements(proposals.items) items(item))
          WHERE ((proposals.as_of_date = '2025-06-16'::date) AND (proposals.withdrawn_at IS NULL) AND (proposals.client_code IS NOT NULL))
          GROUP BY proposals.reco_id
        ), stability AS (
         SELECT count(*) AS nb_proposed,
            count(*) FILTER (WHERE (letters.produit_keys = proposed.produit_keys)) AS nb_unchanged
           FROM (proposed
             LEFT JOIN letters ON ((proposed.reco_id = letters.reco_id)))
        ), reco_letter_mix AS (
         SELECT ( SELECT count(*) AS count
                   FROM letters) AS nb_letters,
            mix.nb_wines,
            COALESCE(mix.nb_places, (0)::numeric) AS nb_places,
            COALESCE(mix.top_3_places, (0)::numeric) AS top_3_places,
            mix.effective_wines,
            stability.nb_proposed,
            stability.nb_unchanged
           FROM (mix
             CROSS JOIN stability)
        )
 SELECT nb_letters,
    nb_wines,
    nb_places,
    top_3_places,
    effective_wines,
    nb_proposed,
    nb_unchanged
   FROM reco_letter_mix;
CREATE TABLE crm.reco_neighbours (
    is_rehearsal boolean CONSTRAINT reco_neighbours_is_rehearsal_not_null1 NOT NULL,
    product_id_a integer CONSTRAINT reco_neighbours_product_id_a_not_null1 NOT NULL,
    product_id_b integer CONSTRAINT reco_neighbours_product_id_b_not_null1 NOT NULL,
    vote integer,
    "position" integer,
    factor double precision
);
CREATE TABLE crm.reco_option_marks (
    option_id integer CONSTRAINT reco_option_marks_option_id_not_null1 NOT NULL,
    nb_persons bigint,
    ndcg numeric,
    is_chosen boolean
);
CREATE TABLE crm.reco_options (
    option_id integer CONSTRAINT reco_options_option_id_not_null1 NOT NULL,
    known_share double precision,
    affinity_share double precision,
    is_default boolean
);
CREATE TABLE crm.reco_pairs (
    is_rehearsal boolean CONSTRAINT reco_pairs_is_rehearsal_not_null1 NOT NULL,
    product_id_a integer CONSTRAINT reco_pairs_product_id_a_not_null1 NOT NULL,
    product_id_b integer CONSTRAINT reco_pairs_product_id_b_not_null1 NOT NULL,
    nb_persons integer,
    weight bigint
);
CREATE TABLE crm.reco_persons (
    client_code text,
    person_id integer CONSTRAINT reco_persons_person_id_not_null1 NOT NULL,
    rehearses boolean,
    witnesses boolean
);
CREATE TABLE crm.reco_pool (
    person_id integer CONSTRAINT reco_pool_person_id_not_null1 NOT NULL,
    product_id integer CONSTRAINT reco_pool_product_id_not_null1 NOT NULL,
    habit double precision,
    affinity double precision
);
CREATE TABLE crm.reco_products (
    product_id integer CONSTRAINT reco_products_product_id_not_null1 NOT NULL,
    produit_key text
);
CREATE TABLE crm.reco_profile_marks (
    profile_id integer CONSTRAINT reco_profile_marks_profile_id_not_null1 NOT NULL,
    nb_persons bigint,
    ndcg numeric,
    share double precision
);
CREATE TABLE crm.reco_profiles (
    profile_id integer CONSTRAINT reco_profiles_profile_id_not_null1 NOT NULL,
    against_popular double precision,
    trend_half_life double precision,
    trend double precision,
    ranks_everything boolean,
    is_default boolean
);
CREATE TABLE crm.reco_purchases (
    person_id integer CONSTRAINT reco_purchases_person_id_not_null1 NOT NULL,
    product_id integer CONSTRAINT reco_purchases_product_id_not_null1 NOT NULL,
    document_id text CONSTRAINT reco_purchases_document_id_not_null1 NOT NULL,
    date_livraison date CONSTRAINT reco_purchases_date_livraison_not_null1 NOT NULL
);
CREATE TABLE crm.reco_readers (
    is_rehearsal boolean CONSTRAINT reco_readers_is_rehearsal_not_null1 NOT NULL,
    person_id integer CONSTRAINT reco_readers_person_id_not_null1 NOT NULL,
    nb_known integer,
    depth integer
);
CREATE TABLE crm.reco_score_history (
    as_of_date date NOT NULL,
    nb_persons bigint,
    mean_score numeric
);
CREATE TABLE crm.reco_strengths (
    is_rehearsal boolean CONSTRAINT reco_strengths_is_rehearsal_not_null1 NOT NULL,
    product_id integer CONSTRAINT reco_strengths_product_id_not_null1 NOT NULL,
    voice double precision
);
CREATE TABLE crm.reco_trends (
    is_rehearsal boolean CONSTRAINT reco_trends_is_rehearsal_not_null1 NOT NULL,
    profile_id integer CONSTRAINT reco_trends_profile_id_not_null1 NOT NULL,
    product_id integer CONSTRAINT reco_trends_product_id_not_null1 NOT NULL,
    nb_buyers integer,
    factor double precision,
    popularity double precision,
    season double precision
);
CREATE TABLE crm.reco_truths (
    person_id integer CONSTRAINT reco_truths_person_id_not_null1 NOT NULL,
    product_id integer CONSTRAINT reco_truths_product_id_not_null1 NOT NULL,
    is_known boolean
);
CREATE TABLE crm.recommendation_candidates (
    client_code text CONSTRAINT recommendation_candidates_client_code_not_null1 NOT NULL,
    produit_key text CONSTRAINT recommendation_candidates_produit_key_not_null1 NOT NULL,
    is_known boolean,
    score numeric,
    score_rebuy numeric,
    score_affinity numeric,
    score_popularity numeric,
    rank_any integer,
    rank_new integer
);
CREATE TABLE crm.recommendation_exclusions (
    exclusion_id text CONSTRAINT recommendation_exclusions_exclusion_id_not_null1 NOT NULL,
    client_code text,
    produit_key text,
    level text CONSTRAINT recommendation_exclusions_level_not_null1 NOT NULL,
    rule text,
    detail text,
    as_of_date date
);
CREATE TABLE crm.recommendations (
    reco_id uuid,
    client_code text CONSTRAINT recommendations_client_code_not_null1 NOT NULL,
    scenario text,
    as_of_date date,
    nb_produits bigint,
    produit_key_1 text,
    reason_1 text,
    score_1 numeric,
    produit_key_2 text,
    reason_2 text,
    score_2 numeric,
    produit_key_3 text,
    reason_3 text,
    score_3 numeric
);
CREATE TABLE crm.rfm_scores (
    client_code text CONSTRAINT rfm_scores_client_code_not_null1 NOT NULL,
    as_of_date date,
    recency_days integer,
    frequency bigint,
    monetary numeric,
    r_score integer,
    f_score integer,
    m_score integer,
    rfm_code text,
    segment text CONSTRAINT rfm_scores_segment_not_null1 NOT NULL
);
CREATE TABLE etl.clients (
    client_code text CONSTRAINT clients_client_code_not_null1 NOT NULL,
    master_client_code text,
    match_rule text,
    nom text,
    prenom text,
    email text,
    telephone text,
    adresse text,
    code_postal text,
    ville text,
    pays text,
    optin_email boolean,
    is_in_customer_file boolean,
    _file_id bigint,
    _line_number bigint
);
CREATE TABLE etl.contacts (
    client_code text NOT NULL,
    contact_id uuid NOT NULL,
    date_contact date,
    canal text,
    statut text,
    _file_id bigint,
    _line_number bigint
);
CREATE TABLE etl.files (
    file_id bigint CONSTRAINT files_file_id_not_null1 NOT NULL,
    dataset text,
    path text,
    export_date date,
    status text,
    error text,
    row_count bigint,
    rejected_count bigint,
    loaded_at timestamp with time zone,
    is_latest boolean
);
CREATE TABLE etl.produits (
    produit_key text CONSTRAINT produits_produit_key_not_null1 NOT NULL,
    produit_label text,
    article text,
    millesime integer,
    famille_crm text,
    sous_famille text,
    macro_categorie text,
    prix_ttc numeric,
    price_band text,
    premium_tier text,
    cepage text,
    sucrosite_niveau text,
    actif boolean,
    is_in_latest_export boolean,
    _file_id bigint,
    _line_number bigint
);
CREATE TABLE etl.stock (
    produit_key text CONSTRAINT stock_produit_key_not_null1 NOT NULL,
    stock_total numeric,
    stock_reserve numeric,
    date_snapshot date,
    is_in_latest_export boolean,
    _file_id bigint,
    _line_number bigint
);
CREATE TABLE etl.ventes_lignes (
    client_code text NOT NULL,
    ligne_id uuid NOT NULL,
    document_id text,
    document_type text,
    document_no text,
    order_detail_no text,
    produit_key text,
    produit_label text,
    article text,
    date_livraison date,
    qty_line numeric,
    qty_unit numeric,
    pu_ht numeric,
    mt_ht numeric,
    mt_ttc numeric,
    marge numeric,
    is_purchase boolean,
    is_return boolean,
    email text,
    code_postal text,
    ville text,
    _file_id bigint,
    _line_number bigint
);
CREATE TABLE etl.ventes_lignes_rejetees (
    _file_id bigint NOT NULL,
    _line_number bigint NOT NULL,
    motif text,
    client_code text,
    document_id text,
    document_type text,
    document_no text,
    order_detail_no text,
    produit_key text,
    produit_label text,
    article text,
    date_livraison date,
    qty_line numeric,
    pu_ht numeric,
    mt_ht numeric,
    mt_ttc numeric,
    marge numeric,
    email text,
    code_postal text,
    ville text
);
CREATE TABLE intermediate.articles (
    article text,
    bouteilles numeric
);
CREATE TABLE intermediate.client_liens (
    client_code_a text,
    client_code_b text,
    decision text
);
CREATE TABLE intermediate.contact_statuts (
    statut_erp text,
    statut text
);
CREATE TABLE intermediate.document_types (
    document_type text,
    is_purchase boolean,
    is_return boolean
);
CREATE TABLE intermediate.int_clients__codes (
    client_code text,
    nom text,
    prenom text,
    telephone text,
    adresse text,
    pays text,
    optin_email boolean,
    is_in_customer_file boolean,
    email text,
    code_postal text,
    ville text,
    _file_id bigint,
    _line_number bigint
);
CREATE TABLE raw.clients (
    _file_id bigint NOT NULL,
    _line_number bigint NOT NULL,
    _loaded_at timestamp with time zone DEFAULT now() NOT NULL,
    client_code text,
    nom text,
    prenom text,
    email text,
    telephone text,
    adresse text,
    code_postal text,
    ville text,
    pays text,
    optin_email text
);
CREATE TABLE raw.files (
    file_id bigint NOT NULL,
    dataset text,
    path text NOT NULL,
    export_date date,
    sha256 text,
    size_bytes bigint,
    row_count bigint DEFAULT 0 NOT NULL,
    rejected_count bigint DEFAULT 0 NOT NULL,
    encoding text,
    delimiter text,
    status text NOT NULL,
    error text,
    stamp text,
    rules text,
    loaded_at timestamp with time zone DEFAULT now() NOT NULL,
    run_id uuid,
    CONSTRAINT files_status_check CHECK ((status = ANY (ARRAY['loaded'::text, 'refused'::text, 'duplicate'::text])))
);
CREATE TABLE intermediate.int_ventes_lignes__decided (
    client_code text,
    document_id text,
    document_type text,
    document_no text,
    order_detail_no text,
    produit_key text,
    produit_label text,
    article text,
    date_livraison date,
    qty_line numeric,
    pu_ht numeric,
    mt_ht numeric,
    mt_ttc numeric,
    marge numeric,
    email text,
    code_postal text,
    ville text,
    motif_lecture text,
    export_date date,
    _file_id bigint,
    _line_number bigint,
    regles text,
    motif text,
    ligne_id uuid
);
CREATE TABLE intermediate.int_clients__persons (
    client_code text,
    master_client_code text,
    match_rule text
);
CREATE TABLE raw.contacts (
    _file_id bigint NOT NULL,
    _line_number bigint NOT NULL,
    _loaded_at timestamp with time zone DEFAULT now() NOT NULL,
    client_code text,
    date_contact text,
    canal text,
    statut text
);
CREATE TABLE intermediate.produit_alias (
    label text,
    produit text
);
CREATE TABLE raw.produits (
    _file_id bigint NOT NULL,
    _line_number bigint NOT NULL,
    _loaded_at timestamp with time zone DEFAULT now() NOT NULL,
    produit text,
    article text,
    millesime text,
    famille_crm text,
    sous_famille text,
    macro_categorie text,
    prix_ttc text,
    price_band text,
    premium_tier text,
    cepage text,
    sucrosite_niveau text,
    actif text
);
CREATE TABLE raw.stock (
    _file_id bigint NOT NULL,
    _line_number bigint NOT NULL,
    _loaded_at timestamp with time zone DEFAULT now() NOT NULL,
    produit text,
    stock_total text,
    stock_reserve text,
    date_snapshot text
);
CREATE TABLE intermediate.label_agreements (
    first_word text,
    ending text
);
CREATE TABLE intermediate.letter_rules (
    rule text,
    "position" integer,
    level text,
    libelle text
);
CREATE TABLE intermediate.not_contactable_reasons (
    not_contactable_reason text,
    priority integer,
    libelle text
);
CREATE TABLE intermediate.premium_tiers (
    premium_tier text,
    tier_rank integer
);
CREATE TABLE intermediate.refusal_reasons (
    reason text,
    not_contactable_reason text
);
CREATE TABLE intermediate.rfm_segments (
    r_score integer,
    fm_score integer,
    segment text
);
CREATE TABLE intermediate.scenarios (
    scenario text,
    priority integer,
    weight numeric,
    place integer,
    libelle text
);
CREATE TABLE ops.run_steps (
    run_id uuid NOT NULL,
    step text NOT NULL,
    "position" integer NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    status text NOT NULL,
    seconds numeric(12,3),
    rows bigint,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT run_steps_status_check CHECK ((status = ANY (ARRAY['running'::text, 'done'::text, 'partial'::text, 'failed'::text, 'skipped'::text])))
);
CREATE TABLE ops.schema_version (
    version_num character varying(32) NOT NULL
);
CREATE VIEW public.mes_achats AS
 SELECT client_code,
    count(*) AS n
   FROM crm.achats
  GROUP BY client_code;
CREATE VIEW public.mes_clients AS
 SELECT client_code,
    total_achats
   FROM crm.customer_360;
ALTER TABLE raw.files ALTER COLUMN file_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME raw.files_file_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE raw.rejected_lines (
    dataset text NOT NULL,
    _file_id bigint NOT NULL,
    _line_number bigint NOT NULL,
    raw_text text NOT NULL,
    reason text NOT NULL,
    _loaded_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE raw.ventes_lignes (
    _file_id bigint NOT NULL,
    _line_number bigint NOT NULL,
    _loaded_at timestamp with time zone DEFAULT now() NOT NULL,
    client_code text,
    date_livraison text,
    produit_label text,
    qty_line text,
    pu_ht text,
    mt_ht text,
    mt_ttc text,
    marge text,
    document_type text,
    document_no text,
    order_detail_no text,
    article text,
    email text,
    code_postal text,
    ville text
);
CREATE TABLE snapshots.clients_history (
    client_code text,
    master_client_code text,
    match_rule text,
    nom text,
    prenom text,
    email text,
    telephone text,
    adresse text,
    code_postal text,
    ville text,
    pays text,
    optin_email boolean,
    is_in_customer_file boolean,
    _file_id bigint,
    _line_number bigint,
    dbt_scd_id text,
    dbt_updated_at timestamp without time zone,
    dbt_valid_from timestamp without time zone,
    dbt_valid_to timestamp without time zone
);
CREATE TABLE snapshots.produits_history (
    produit_key text,
    produit_label text,
    article text,
    millesime integer,
    famille_crm text,
    sous_famille text,
    macro_categorie text,
    prix_ttc numeric,
    price_band text,
    premium_tier text,
    cepage text,
    sucrosite_niveau text,
    actif boolean,
    is_in_latest_export boolean,
    _file_id bigint,
    _line_number bigint,
    dbt_scd_id text,
    dbt_updated_at timestamp without time zone,
    dbt_valid_from timestamp without time zone,
    dbt_valid_to timestamp without time zone
);
CREATE TABLE snapshots.stock_history (
    produit_key text,
    stock_total numeric,
    stock_reserve numeric,
    date_snapshot date,
    is_in_latest_export boolean,
    _file_id bigint,
    _line_number bigint,
    dbt_scd_id text,
    dbt_updated_at timestamp without time zone,
    dbt_valid_from timestamp without time zone,
    dbt_valid_to timestamp without time zone
);
CREATE TABLE sync.brevo_contacts (
    client_code text CONSTRAINT brevo_contacts_client_code_not_null1 NOT NULL,
    email text CONSTRAINT brevo_contacts_email_not_null1 NOT NULL,
    attributes jsonb,
    fingerprint text CONSTRAINT brevo_contacts_fingerprint_not_null1 NOT NULL
);
CREATE TABLE sync.brevo_messages (
    reco_id uuid CONSTRAINT brevo_messages_reco_id_not_null1 NOT NULL,
    client_code text CONSTRAINT brevo_messages_client_code_not_null1 NOT NULL,
    email text CONSTRAINT brevo_messages_email_not_null1 NOT NULL,
    scenario text CONSTRAINT brevo_messages_scenario_not_null1 NOT NULL,
    as_of_date date CONSTRAINT brevo_messages_as_of_date_not_null1 NOT NULL,
    items jsonb,
    params jsonb,
    content_hash text CONSTRAINT brevo_messages_content_hash_not_null1 NOT NULL
);
CREATE TABLE test_failures.accepted_range_co_purchases_confidence__1__0 (
    produit_key_a text,
    produit_key_b text,
    nb_documents integer,
    nb_clients integer,
    nb_acheteurs_a integer,
    part_acheteurs numeric,
    support numeric,
    confidence numeric,
    lift numeric,
    score numeric,
    "position" integer
);
CREATE TABLE test_failures.accepted_range_co_purchases_part_acheteurs__1__0 (
    produit_key_a text,
    produit_key_b text,
    nb_documents integer,
    nb_clients integer,
    nb_acheteurs_a integer,
    part_acheteurs numeric,
    support numeric,
    confidence numeric,
    lift numeric,
    score numeric,
    "position" integer
);
CREATE TABLE test_failures.accepted_range_co_purchases_score__1__0 (
    produit_key_a text,
    produit_key_b text,
    nb_documents integer,
    nb_clients integer,
    nb_acheteurs_a integer,
    part_acheteurs numeric,
    support numeric,
    confidence numeric,
    lift numeric,
    score numeric,
    "position" integer
);
CREATE TABLE test_failures.accepted_range_customer_purchases_recency_days__0 (
    client_code text,
    nb_achats bigint,
    total_achats numeric,
    premier_achat date,
    dernier_achat date,
    recency_days integer,
    panier_moyen numeric,
    rythme_jours integer,
    prochain_achat_prevu date
);
CREATE TABLE test_failures.accepted_range_recommendation_candidates_score__100__0 (
    client_code text,
    produit_key text,
    is_known boolean,
    score numeric,
    score_rebuy numeric,
    score_affinity numeric,
    score_popularity numeric,
    rank_any integer,
    rank_new integer
);
CREATE TABLE test_failures.accepted_range_recommendation_items_score__100__0 (
    reco_id uuid,
    client_code text,
    scenario text,
    rank bigint,
    produit_key text,
    score numeric,
    reason text,
    reason_facts jsonb,
    as_of_date date,
    produit_label text,
    famille_crm text,
    millesime integer,
    prix_ttc numeric
);
CREATE TABLE test_failures.accepted_range_rfm_scores_f_score__5__1 (
    client_code text,
    as_of_date date,
    recency_days integer,
    frequency bigint,
    monetary numeric,
    r_score integer,
    f_score integer,
    m_score integer,
    rfm_code text,
    segment text
);
CREATE TABLE test_failures.accepted_range_rfm_scores_m_score__5__1 (
    client_code text,
    as_of_date date,
    recency_days integer,
    frequency bigint,
    monetary numeric,
    r_score integer,
    f_score integer,
    m_score integer,
    rfm_code text,
    segment text
);
CREATE TABLE test_failures.accepted_range_rfm_scores_r_score__5__1 (
    client_code text,
    as_of_date date,
    recency_days integer,
    frequency bigint,
    monetary numeric,
    r_score integer,
    f_score integer,
    m_score integer,
    rfm_code text,
    segment text
);
CREATE TABLE test_failures.accepted_values_brevo_messages_fe5d110ee754676dae8f7948e4d1dcab (
    value_field text,
    n_records bigint
);
CREATE TABLE test_failures.accepted_values_client_liens_decision__joindre__separer (
    value_field text,
    n_records bigint
);
CREATE TABLE test_failures.accepted_values_contact_log_source__erp__brevo (
    value_field text,
    n_records bigint
);
CREATE TABLE test_failures.accepted_values_data_health_statut__ok__attention__erreur__info (
    value_field text,
    n_records bigint
);
CREATE TABLE test_failures.accepted_values_files_status__loaded__refused__duplicate (
    value_field text,
    n_records bigint
);
CREATE TABLE test_failures.accepted_values_health_facts_4924b66de482bf2ed17a3ba6f4046996 (
    value_field text,
    n_records bigint
);
CREATE TABLE test_failures.accepted_values_health_files_3ece172a3606dcb9c8f1f661f874d991 (
    value_field text,
    n_records bigint
);
CREATE TABLE test_failures.accepted_values_health_persons_57494cbe24d410cf98c1ef581f3e21d9 (
    value_field text,
    n_records bigint
);
CREATE TABLE test_failures.accepted_values_health_reconci_bfc6ac8a4259e10201cc4c9a4b39adca (
    value_field text,
    n_records bigint
);
CREATE TABLE test_failures.accepted_values_health_rejecti_59deec96b9aede2c4b375a51aa1c64da (
    value_field text,
    n_records bigint
);
CREATE TABLE test_failures.accepted_values_health_runs_statut__ok__attention__erreur__info (
    value_field text,
    n_records bigint
);
CREATE TABLE test_failures.accepted_values_health_tests_8b2a70b66d3e89d81da6afaee167f9c0 (
    value_field text,
    n_records bigint
);
CREATE TABLE test_failures.accepted_values_letter_rules_level__person__product__letter (
    value_field text,
    n_records bigint
);
CREATE TABLE test_failures.cleans_text (
    written text,
    expected text,
    found text
);
CREATE TABLE test_failures.clients_sans_email (
    client_code text,
    pour_cent integer
);
CREATE TABLE test_failures.conseils_sans_explication (
    client_code text,
    produit_key text
);
CREATE TABLE test_failures.each_file_has_all_its_lines (
    file_id bigint,
    path text,
    row_count bigint,
    row_count_found numeric,
    rejected_count bigint,
    rejected_count_found numeric
);
CREATE TABLE test_failures.each_line_of_the_snapshots_has_one_verdict (
    dataset text,
    _file_id bigint,
    raw_lines bigint,
    verdicts bigint,
    kept bigint,
    tabled bigint
);
CREATE TABLE test_failures.each_sales_amount_reaches_etl (
    _file_id bigint,
    staging_lines bigint,
    etl_lines bigint,
    staging_mt_ht numeric,
    etl_mt_ht numeric,
    staging_mt_ttc numeric,
    etl_mt_ttc numeric
);
CREATE TABLE test_failures.each_sales_line_is_kept_or_rejected_once (
    anomalie text,
    _file_id bigint,
    _line_number bigint
);
CREATE TABLE test_failures.expression_is_true_co_purchases_produit_key_a_produit_key_b (
    produit_key_a text,
    produit_key_b text,
    nb_documents integer,
    nb_clients integer,
    nb_acheteurs_a integer,
    part_acheteurs numeric,
    support numeric,
    confidence numeric,
    lift numeric,
    score numeric,
    "position" integer
);
CREATE TABLE test_failures.expression_is_true_conversions_dee2ddc460a4f20cb3468e169b3622f9 (
    client_code text,
    document_id text,
    send_id uuid,
    reco_id uuid,
    scenario text,
    sent_on date,
    date_livraison date,
    days_after integer,
    nb_vins bigint,
    mt_ht numeric
);
CREATE TABLE test_failures.expression_is_true_customer_36_3826b8c923f410b3ea66673621fcbd3f (
    client_code text,
    nb_codes bigint,
    nom text,
    prenom text,
    email text,
    telephone text,
    code_postal text,
    ville text,
    pays text,
    total_achats numeric,
    nb_achats bigint,
    premier_achat date,
    dernier_achat date,
    recency_days integer,
    frequency_purchases bigint,
    monetary_value numeric,
    panier_moyen numeric,
    rythme_jours integer,
    prochain_achat_prevu date,
    famille_preference text,
    dernier_contact date,
    nb_emails_sent bigint,
    nb_bounces bigint,
    opt_out boolean,
    is_contactable boolean,
    not_contactable_reason text,
    segment text
);
CREATE TABLE test_failures.expression_is_true_recommendat_17272c4e6661fec795fe0167931b9172 (
    reco_id uuid,
    client_code text,
    scenario text,
    rank bigint,
    produit_key text,
    score numeric,
    reason text,
    reason_facts jsonb,
    as_of_date date,
    produit_label text,
    famille_crm text,
    millesime integer,
    prix_ttc numeric
);
CREATE TABLE test_failures.expression_is_true_recommendat_7b74f82e1802f67fac248743934bc76b (
    client_code text,
    produit_key text,
    is_known boolean,
    score numeric,
    score_rebuy numeric,
    score_affinity numeric,
    score_popularity numeric,
    rank_any integer,
    rank_new integer
);
CREATE TABLE test_failures.lettres_apres_un_refus (
    send_id uuid,
    accepted_at timestamp with time zone,
    reason text,
    effective_at timestamp with time zone
);
CREATE TABLE test_failures.lettres_hors_regles (
    client_code text,
    produit_key text,
    rule text
);
CREATE TABLE test_failures.lettres_refusees_reproposees (
    client_code text,
    produit_key text
);
CREATE TABLE test_failures.not_null_articles_article (
    article text,
    bouteilles numeric
);
CREATE TABLE test_failures.not_null_articles_bouteilles (
    article text,
    bouteilles numeric
);
CREATE TABLE test_failures.not_null_brevo_contacts_email (
    client_code text,
    email text,
    attributes jsonb,
    fingerprint text
);
CREATE TABLE test_failures.not_null_client_liens_client_code_a (
    client_code_a text,
    client_code_b text,
    decision text
);
CREATE TABLE test_failures.not_null_client_liens_client_code_b (
    client_code_a text,
    client_code_b text,
    decision text
);
CREATE TABLE test_failures.not_null_client_liens_decision (
    client_code_a text,
    client_code_b text,
    decision text
);
CREATE TABLE test_failures.not_null_contact_statuts_statut (
    statut_erp text,
    statut text
);
CREATE TABLE test_failures.not_null_contact_statuts_statut_erp (
    statut_erp text,
    statut text
);
CREATE TABLE test_failures.not_null_document_types_document_type (
    document_type text,
    is_purchase boolean,
    is_return boolean
);
CREATE TABLE test_failures.not_null_document_types_is_purchase (
    document_type text,
    is_purchase boolean,
    is_return boolean
);
CREATE TABLE test_failures.not_null_document_types_is_return (
    document_type text,
    is_purchase boolean,
    is_return boolean
);
CREATE TABLE test_failures.not_null_int_files__ranked_file_id (
    file_id bigint,
    dataset text,
    path text,
    export_date date,
    status text,
    error text,
    row_count bigint,
    rejected_count bigint,
    loaded_at timestamp with time zone,
    is_latest boolean
);
CREATE TABLE test_failures.not_null_label_agreements_ending (
    first_word text,
    ending text
);
CREATE TABLE test_failures.not_null_label_agreements_first_word (
    first_word text,
    ending text
);
CREATE TABLE test_failures.not_null_letter_rules_libelle (
    rule text,
    "position" integer,
    level text,
    libelle text
);
CREATE TABLE test_failures.not_null_letter_rules_position (
    rule text,
    "position" integer,
    level text,
    libelle text
);
CREATE TABLE test_failures.not_null_letter_rules_rule (
    rule text,
    "position" integer,
    level text,
    libelle text
);
CREATE TABLE test_failures.not_null_not_contactable_reasons_libelle (
    not_contactable_reason text,
    priority integer,
    libelle text
);
CREATE TABLE test_failures.not_null_not_contactable_reasons_not_contactable_reason (
    not_contactable_reason text,
    priority integer,
    libelle text
);
CREATE TABLE test_failures.not_null_not_contactable_reasons_priority (
    not_contactable_reason text,
    priority integer,
    libelle text
);
CREATE TABLE test_failures.not_null_premium_tiers_premium_tier (
    premium_tier text,
    tier_rank integer
);
CREATE TABLE test_failures.not_null_premium_tiers_tier_rank (
    premium_tier text,
    tier_rank integer
);
CREATE TABLE test_failures.not_null_produit_alias_label (
    label text,
    produit text
);
CREATE TABLE test_failures.not_null_produit_alias_produit (
    label text,
    produit text
);
CREATE TABLE test_failures.not_null_refusal_reasons_reason (
    reason text,
    not_contactable_reason text
);
CREATE TABLE test_failures.not_null_rfm_segments_segment (
    r_score integer,
    fm_score integer,
    segment text
);
CREATE TABLE test_failures.not_null_scenarios_libelle (
    scenario text,
    priority integer,
    weight numeric,
    place integer,
    libelle text
);
CREATE TABLE test_failures.not_null_scenarios_place (
    scenario text,
    priority integer,
    weight numeric,
    place integer,
    libelle text
);
CREATE TABLE test_failures.not_null_scenarios_priority (
    scenario text,
    priority integer,
    weight numeric,
    place integer,
    libelle text
);
CREATE TABLE test_failures.not_null_scenarios_scenario (
    scenario text,
    priority integer,
    weight numeric,
    place integer,
    libelle text
);
CREATE TABLE test_failures.not_null_scenarios_weight (
    scenario text,
    priority integer,
    weight numeric,
    place integer,
    libelle text
);
CREATE TABLE test_failures.personnes_sans_explication (
    client_code text,
    reco_id uuid,
    nb bigint
);
CREATE TABLE test_failures.persons_are_named_by_one_of_their_codes (
    client_code text,
    master_client_code text
);
CREATE TABLE test_failures.produits_sans_prix (
    produit_key text
);
CREATE TABLE test_failures.produits_sans_stock (
    produit_key text
);
CREATE TABLE test_failures.rapprochement_etl_crm (
    etl_mt_ht numeric,
    crm_mt_ht numeric,
    customer_360_mt_ht numeric,
    etl_mt_ttc numeric,
    crm_mt_ttc numeric
);
CREATE TABLE test_failures.reads_booleans (
    written text,
    expected boolean,
    found boolean
);
CREATE TABLE test_failures.reads_customer_codes (
    written text,
    expected text,
    found text
);
CREATE TABLE test_failures.reads_dates (
    written text,
    expected date,
    found date
);
CREATE TABLE test_failures.reads_document_ids (
    expected text,
    found text
);
CREATE TABLE test_failures.reads_emails (
    written text,
    expected text,
    found text
);
CREATE TABLE test_failures.reads_numbers (
    written text,
    expected numeric,
    found numeric
);
CREATE TABLE test_failures.reads_product_keys (
    written text,
    expected text,
    found text
);
CREATE TABLE test_failures.reads_telephones (
    written text,
    country text,
    expected text,
    found text
);
CREATE TABLE test_failures.reads_vintages (
    written text,
    expected integer,
    found integer
);
CREATE TABLE test_failures.relationships_achats_7c860b0d6c1bda2685e1338ab2dab348 (
    from_field text
);
CREATE TABLE test_failures.relationships_conversions_cc73fb94d23d0802a8b00e15ceb44ec3 (
    from_field text
);
CREATE TABLE test_failures.relationships_customer_360_08a45a9b435ddbb85c839f8794bd4006 (
    from_field text
);
CREATE TABLE test_failures.relationships_recommendation_e_663c9ffc49ffea09a5af9a4db83b5aea (
    from_field text
);
CREATE TABLE test_failures.relationships_refusal_reasons_9359585da973951d79ec064aa5136632 (
    from_field text
);
CREATE TABLE test_failures.relationships_rfm_scores_77f8ada5160a105990f189e07c17d5ad (
    from_field text
);
CREATE TABLE test_failures.rfm_scores_suivent_les_valeurs (
    client_code text,
    score text,
    valeur numeric,
    note integer,
    lower_valeur numeric,
    lower_note integer
);
CREATE TABLE test_failures.source_not_null_activation_approvals_approval_id (
    approval_id bigint,
    reco_id uuid,
    content_hash text,
    decision text,
    decided_by text,
    decided_at timestamp with time zone,
    reason text
);
CREATE TABLE test_failures.source_not_null_activation_attempts_attempt_id (
    attempt_id bigint,
    send_id uuid,
    run_id uuid,
    n integer,
    path text,
    idempotency_key uuid,
    request_sha256 text,
    sandbox boolean,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    outcome text,
    http_status integer,
    brevo_code text,
    brevo_message text,
    rate_limit integer,
    rate_remaining integer,
    rate_reset integer,
    latency_ms integer
);
CREATE TABLE test_failures.source_not_null_activation_contact_state_client_code (
    client_code text,
    email_norm text,
    email_hash text,
    desired_hash text,
    confirmed_hash text,
    confirmed_at timestamp with time zone,
    confirmed_attributes jsonb,
    brevo_id bigint,
    last_status text,
    last_error text,
    updated_at timestamp with time zone,
    tombstoned_at timestamp with time zone
);
CREATE TABLE test_failures.source_not_null_activation_events_event_key (
    event_key text,
    send_id uuid,
    message_id text,
    email_hash text,
    type text,
    raw_type text,
    occurred_at timestamp with time zone,
    received_at timestamp with time zone,
    source text,
    link text,
    reason text,
    tag_send_id uuid
);
CREATE TABLE test_failures.source_not_null_activation_outbox_send_id (
    send_id uuid,
    reco_id uuid,
    approval_id bigint,
    content_hash text,
    client_code text,
    client_hash text,
    email_norm text,
    email_hash text,
    scenario text,
    produit_keys text[],
    template_sha256 text,
    template_id integer,
    payload text,
    payload_sha256 text,
    idempotency_key uuid,
    legal_basis text,
    tracking_consent boolean,
    state text,
    enqueued_at timestamp with time zone,
    not_before timestamp with time zone,
    valid_until date,
    attempts integer,
    first_attempt_at timestamp with time zone,
    next_attempt_at timestamp with time zone,
    lease_owner uuid,
    lease_until timestamp with time zone,
    accepted_at timestamp with time zone,
    message_id text,
    absent_reads integer,
    last_read_at timestamp with time zone,
    outcome_reason text,
    error_code text,
    error_message text,
    decided_by text,
    updated_at timestamp with time zone,
    erased_at timestamp with time zone
);
CREATE TABLE test_failures.source_not_null_activation_recommendations_reco_id (
    reco_id uuid,
    client_code text,
    email_norm text,
    email_hash text,
    scenario text,
    as_of_date date,
    content_hash text,
    items jsonb,
    params jsonb,
    proposed_at timestamp with time zone,
    valid_until date,
    withdrawn_at timestamp with time zone,
    erased_at timestamp with time zone,
    template_sha256 text
);
CREATE TABLE test_failures.source_not_null_activation_suppressions_suppression_id (
    suppression_id bigint,
    email_hash text,
    client_hash text,
    email_norm text,
    client_code text,
    scope text,
    reason text,
    source text,
    effective_at timestamp with time zone,
    lifted_at timestamp with time zone,
    lifted_by text,
    proof text
);
CREATE TABLE test_failures.source_not_null_ops_dbt_results_invocation_id (
    run_id text,
    invocation_id text,
    node_id text,
    resource_type text,
    name text,
    status text,
    failures bigint,
    rows_affected bigint,
    seconds numeric(12,3),
    message text,
    generated_at timestamp with time zone,
    target_schema text,
    owner text
);
CREATE TABLE test_failures.source_not_null_ops_dbt_results_node_id (
    run_id text,
    invocation_id text,
    node_id text,
    resource_type text,
    name text,
    status text,
    failures bigint,
    rows_affected bigint,
    seconds numeric(12,3),
    message text,
    generated_at timestamp with time zone,
    target_schema text,
    owner text
);
CREATE TABLE test_failures.source_not_null_ops_runs_run_id (
    run_id uuid,
    command text,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    status text,
    exit_code integer,
    as_of_date date,
    summary jsonb
);
CREATE TABLE test_failures.source_not_null_raw_files_file_id (
    file_id bigint,
    dataset text,
    path text,
    export_date date,
    sha256 text,
    size_bytes bigint,
    row_count bigint,
    rejected_count bigint,
    encoding text,
    delimiter text,
    status text,
    error text,
    stamp text,
    rules text,
    loaded_at timestamp with time zone,
    run_id uuid
);
CREATE TABLE test_failures.source_unique_activation_approvals_approval_id (
    unique_field bigint,
    n_records bigint
);
CREATE TABLE test_failures.source_unique_activation_attempts_attempt_id (
    unique_field bigint,
    n_records bigint
);
CREATE TABLE test_failures.source_unique_activation_contact_state_client_code (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.source_unique_activation_events_event_key (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.source_unique_activation_outbox_send_id (
    unique_field uuid,
    n_records bigint
);
CREATE TABLE test_failures.source_unique_activation_recommendations_reco_id (
    unique_field uuid,
    n_records bigint
);
CREATE TABLE test_failures.source_unique_activation_suppressions_suppression_id (
    unique_field bigint,
    n_records bigint
);
CREATE TABLE test_failures.source_unique_ops_runs_run_id (
    unique_field uuid,
    n_records bigint
);
CREATE TABLE test_failures.source_unique_raw_files_file_id (
    unique_field bigint,
    n_records bigint
);
CREATE TABLE test_failures.unique_articles_article (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_brevo_contacts_client_code (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_brevo_contacts_email (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_brevo_messages_client_code (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_brevo_messages_email (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_brevo_messages_reco_id (
    unique_field uuid,
    n_records bigint
);
CREATE TABLE test_failures.unique_clients_client_code (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__05b8ea53afd53f8662b70010cd300aa3 (
    _file_id bigint,
    _line_number bigint,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__0ea4e017dcc519ae51c433b64cd4c5b7 (
    is_rehearsal boolean,
    person_id integer,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__17631738d391e2736f341b44b5ef5646 (
    client_code text,
    rank bigint,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__19b833ff16a15089398a5ab083a62b69 (
    client_code text,
    produit_key text,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__1b0021bbd5617f254c18e88e2e15b44b (
    client_code text,
    match_rule text,
    person_key text,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__1fbd7275514edb4e24be3095ffe18837 (
    client_code text,
    produit_key text,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__1ffb321f116d6c12d97df85e309a025d (
    is_rehearsal boolean,
    product_id integer,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__20907b2e4331d90472cac64712def6bf (
    _file_id bigint,
    _line_number bigint,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__284603f68bbb10078ce49e809fb01537 (
    client_code text,
    contact_id uuid,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__2bce63b4edad6b75bc590918ceb25a79 (
    match_rule text,
    address text,
    client_code text,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__31300817da904288bc20ace6cee0d08f (
    client_code text,
    cuvee_key text,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__3209cc36042781afd30588992efe7d99 (
    client_code text,
    cuvee_key text,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__3268200d6452ff3efcb0162e8c399a13 (
    person_id integer,
    product_id integer,
    document_id text,
    date_livraison date,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__3c972a719ffb8484a1ce7f6afdae5145 (
    client_code text,
    scenario text,
    produit_key text,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__40154597ed0195aabf6285c04db37cf1 (
    is_rehearsal boolean,
    product_id integer,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__48db89b83edbc98bc57f164d47099d56 (
    is_rehearsal boolean,
    "position" integer,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__51b471b82f21805ee07f066e28e9940a (
    _file_id bigint,
    _line_number bigint,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__52a4b87f59338d5eb6dd9dc4bb1351e6 (
    _file_id bigint,
    _line_number bigint,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__58d1546196fa5349455d5c980fe249c7 (
    is_rehearsal boolean,
    product_id_a integer,
    product_id_b integer,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__59d64dcfdce5ad474106e6296e685cf1 (
    _file_id bigint,
    _line_number bigint,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__5dc0e48e6ddc36de87bad64bf0110823 (
    client_code text,
    ligne_id uuid,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__6540748c954b78fbf758d0a5059eb7c5 (
    client_code text,
    not_contactable_reason text,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__6b9c6d61831f71642d35c1b9118b9ea1 (
    _file_id bigint,
    _line_number bigint,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__6e596ceec7676611bdaf7549293c5a2d (
    is_rehearsal boolean,
    person_id integer,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__873fc12b617436fca27939a5ae5bd591 (
    _file_id bigint,
    _line_number bigint,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__9341d282f8d55226499e0069778b55ff (
    client_code text,
    produit_key text,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__97ec94f80a9465208062f0e7d5feb396 (
    person_id integer,
    product_id integer,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__983557d12679f73236ca311be3144c0e (
    _file_id bigint,
    _line_number bigint,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__a35494948e35ae2a5260e078ccef8d47 (
    _file_id bigint,
    _line_number bigint,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__a4c5da8a23913dbbdffc2f84335a5b30 (
    produit_key_a text,
    produit_key_b text,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__ab13e864077dbc0ad40921450c989456 (
    is_rehearsal boolean,
    product_id_a integer,
    product_id_b integer,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__b3225253dac9aa9ff185b04228a1ab93 (
    _file_id bigint,
    _line_number bigint,
    client_code text,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__b5f6064c69e774c429c2692bdc54591c (
    _file_id bigint,
    _line_number bigint,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__b63a235ff419a51efc3135b538ea4b65 (
    section text,
    indicateur text,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__b749871b45130d793b5daaf25ff63045 (
    client_code text,
    famille_crm text,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__b797c6a6fae56b6bea44214530290d2a (
    client_code text,
    produit_key text,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__bf3c6c92c0b94c3a5b09f08f262e0fee (
    is_rehearsal boolean,
    profile_id integer,
    product_id integer,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__c6a5caab6cf4ba570cb1cdc9b51413e2 (
    client_code text,
    cuvee_key text,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__d4fad2ef936f1f87407fe732b152c8e4 (
    section text,
    indicateur text,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__d70f6d968d85a078dc46afa356063a5a (
    _file_id bigint,
    _line_number bigint,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__dcd92c42d953e7f13357d5189217dcb4 (
    client_code text,
    produit_key text,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__e1d91c0c9de124b0455b5d04772c05ef (
    product_id_a integer,
    product_id_b integer,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__e4a91bd433069c82bc0abf7dd1d0cef1 (
    client_code text,
    produit_key text,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__e6f881a781de7cf36d9072767caf5b1d (
    section text,
    indicateur text,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__e9b4502a0be5d09ce524d6650bb7f548 (
    _file_id bigint,
    _line_number bigint,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__edeb24810a4c5909076fcfd415f9af1e (
    _file_id bigint,
    _line_number bigint,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__ee32e1cc67cf0bd93044429e16918132 (
    is_rehearsal boolean,
    person_id integer,
    product_id integer,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__efb1a6c3a00f35a5f29617acc7329cf9 (
    client_code text,
    document_id text,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__f19fd20c9b976939073decb913126801 (
    produit_key_a text,
    "position" integer,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns__fc49ba415a5698ca17eaeeaa0aa505ac (
    client_code text,
    rank_any integer,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns_contacts_client_code__contact_id (
    client_code text,
    contact_id uuid,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns_data_health_section__indicateur (
    section text,
    indicateur text,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns_health_facts_section__indicateur (
    section text,
    indicateur text,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns_health_files_section__indicateur (
    section text,
    indicateur text,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns_health_runs_section__indicateur (
    section text,
    indicateur text,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns_health_tests_section__indicateur (
    section text,
    indicateur text,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns_letter_facts_client_code__rank (
    client_code text,
    rank bigint,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns_reco_health_section__indicateur (
    section text,
    indicateur text,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns_reco_pool_person_id__product_id (
    person_id integer,
    product_id integer,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns_reco_truths_person_id__product_id (
    person_id integer,
    product_id integer,
    n bigint
);
CREATE TABLE test_failures.unique_combination_of_columns_rfm_segments_r_score__fm_score (
    r_score integer,
    fm_score integer,
    n bigint
);
CREATE TABLE test_failures.unique_contact_log_contact_id (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_contact_refusals_refusal_id (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_contact_statuts_statut_erp (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_customer_360_client_code (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_customer_contacts_client_code (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_customer_identity_client_code (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_customer_purchases_client_code (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_dbt_runs_invocation_id (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_document_types_document_type (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_files_file_id (
    unique_field bigint,
    n_records bigint
);
CREATE TABLE test_failures.unique_int_clients__codes_client_code (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_int_clients__first_seen_client_code (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_int_clients__persons_client_code (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_int_files__ranked_file_id (
    unique_field bigint,
    n_records bigint
);
CREATE TABLE test_failures.unique_int_produits__aliases_label_key (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_int_ventes_lignes__rules_regles (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_label_agreements_first_word (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_letter_choices_client_code (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_letter_families_produit_key (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_letter_persons_client_code (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_letter_rules_position (
    unique_field integer,
    n_records bigint
);
CREATE TABLE test_failures.unique_letter_rules_rule (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_letter_silences_client_code (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_letter_wines_produit_key (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_not_contactable_reasons_not_contactable_reason (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_not_contactable_reasons_priority (
    unique_field integer,
    n_records bigint
);
CREATE TABLE test_failures.unique_premium_tiers_premium_tier (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_produit_alias_label (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_produits_produit_key (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_reco_calendar_is_rehearsal (
    unique_field boolean,
    n_records bigint
);
CREATE TABLE test_failures.unique_reco_favours_product_id (
    unique_field integer,
    n_records bigint
);
CREATE TABLE test_failures.unique_reco_letter_mix_nb_letters (
    unique_field bigint,
    n_records bigint
);
CREATE TABLE test_failures.unique_reco_option_marks_option_id (
    unique_field integer,
    n_records bigint
);
CREATE TABLE test_failures.unique_reco_options_option_id (
    unique_field integer,
    n_records bigint
);
CREATE TABLE test_failures.unique_reco_persons_person_id (
    unique_field integer,
    n_records bigint
);
CREATE TABLE test_failures.unique_reco_products_product_id (
    unique_field integer,
    n_records bigint
);
CREATE TABLE test_failures.unique_reco_profile_marks_profile_id (
    unique_field integer,
    n_records bigint
);
CREATE TABLE test_failures.unique_reco_profiles_profile_id (
    unique_field integer,
    n_records bigint
);
CREATE TABLE test_failures.unique_reco_score_history_as_of_date (
    unique_field date,
    n_records bigint
);
CREATE TABLE test_failures.unique_recommendation_exclusions_exclusion_id (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_recommendations_client_code (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_refusal_reasons_reason (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_rfm_scores_client_code (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_scenarios_place (
    unique_field integer,
    n_records bigint
);
CREATE TABLE test_failures.unique_scenarios_scenario (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.unique_stg_isavigne__files_file_id (
    unique_field bigint,
    n_records bigint
);
CREATE TABLE test_failures.unique_stock_produit_key (
    unique_field text,
    n_records bigint
);
CREATE TABLE test_failures.ventes_articles_inconnus (
    article text,
    lignes bigint,
    derniere_vente date
);
CREATE TABLE test_failures.ventes_datees_du_futur (
    _file_id bigint,
    _line_number bigint,
    document_id text,
    date_livraison date
);
CREATE TABLE test_failures.ventes_hors_catalogue (
    produit_key text,
    lignes bigint,
    derniere_vente date
);
CREATE TABLE test_failures.ventes_hors_taux_de_tva (
    _file_id bigint,
    _line_number bigint,
    document_id text,
    mt_ht numeric,
    mt_ttc numeric
);
CREATE TABLE test_failures.ventes_lignes_confondues (
    _file_id bigint,
    _line_number bigint,
    kept_line_number bigint,
    document_id text,
    produit_key text,
    order_detail_no text,
    motif text,
    qty_line numeric,
    mt_ht numeric,
    kept_qty_line numeric,
    kept_mt_ht numeric
);
CREATE TABLE test_failures.ventes_lignes_deplacees (
    document_type text,
    document_no text,
    produit_key text,
    order_detail_no text,
    client_codes text[],
    dates_livraison date[],
    mt_ht numeric
);
CREATE TABLE test_failures.ventes_montants_incoherents (
    _file_id bigint,
    _line_number bigint,
    document_id text,
    qty_line numeric,
    pu_ht numeric,
    mt_ht numeric
);
CREATE TABLE test_failures.ventes_part_rejetee (
    pour_cent numeric,
    pour_mille integer,
    detail text
);
CREATE TABLE test_failures.ventes_semaine_inhabituelle (
    semaine date,
    mesure text,
    valeur numeric,
    q1 double precision,
    q3 double precision
);
CREATE TABLE test_failures.ventes_types_inconnus (
    document_type text,
    lignes bigint
);
INSERT INTO activation.approvals OVERRIDING SYSTEM VALUE VALUES
	(1, '011a2801-e569-d1a9-0268-f4563ee37f8a', '22f13eaae8045a38cf7c5a8f4634066cd574075ea1799fc3403b0026851ce93c', 'approved', 'Odile', '2026-11-26 06:36:57.377697+00', NULL),
	(2, '05681289-bf58-15bc-cc8f-a9f35977f358', 'd417b45bb418fe8da374fd8140a919e44f3f3416d1a28762ef15863ba8b8879e', 'approved', 'Odile', '2026-11-26 06:36:57.377867+00', NULL),
	(3, '1b101a82-6c6f-ae66-ee0f-d69dab5c7cfe', '9e2582ce558c2b58a86464ce1add6116097ef81735c48f377836f0b82c9aa899', 'approved', 'Odile', '2026-11-26 06:36:57.377873+00', NULL),
	(4, '4cc7d7ae-5b14-1803-47cb-f7040df7682d', 'b5b20fe186c83d369cb8c73e56ad0bf7920b88b8577902c805eeeb8b71079914', 'approved', 'Odile', '2026-11-26 06:36:57.377876+00', NULL),
	(5, '62f5f78d-a6e1-30a0-9e10-b6209ca7964e', '8c2c820799e92a7a64104a5c3144f00a458013508b9cc27875b853b83db6bca1', 'approved', 'Odile', '2026-11-26 06:36:57.377879+00', NULL),
	(6, 'd062abb7-a72a-41aa-56cc-42c56445480d', 'e27421e9fe8ec7af27a6f796e0e1670fffeb137956b1fd0891f478e037a4cc32', 'approved', 'Odile', '2026-11-26 06:36:57.377883+00', NULL),
	(7, 'e4fbd0d5-c4e2-c1c0-51d8-25542d8383ca', '9788e13aa21f1ee470fb1e7407a04b5b8bd3f3c6dda0aad8f6769192d0e78e0c', 'approved', 'Odile', '2026-11-26 06:36:57.377886+00', NULL),
	(8, 'e818fb15-3cc6-210b-5906-2d691159c6aa', '885b634fc2518c3deec8be4325fe5d2dde9b199e4c52eeaf21b6d48ff3311b73', 'approved', 'Odile', '2026-11-26 06:36:57.377889+00', NULL);
INSERT INTO activation.outbox VALUES
	('14bf46c0-2e7e-5be5-9f78-8e8c3d078592', '011a2801-e569-d1a9-0268-f4563ee37f8a', 1, '22f13eaae8045a38cf7c5a8f4634066cd574075ea1799fc3403b0026851ce93c', 'P5', 'f0f19bb88727bc061121098196c34f399b8be89f1a6820d4142028bdbe922e9d', 'p5@example.org', 'e336cd9cf52a69563b2d3de04428372f29f65247c66e5fba76591ee7bcb7c8d3', 'CROSS_SELL', '{"MUSCAT 2022","RIESLING 2021"}', 'ac58d455bbad8faf138647c951485cac33970c79832301a4cb8f4a89c4c19f1d', NULL, '{"params":{"dernier_achat":"juillet 2024","produits":[{"chemin":"muscat-2022","millesime":"2022","nom":"Muscat 2022","prix":"12,50 €","raison":"Millésime 2022."},{"chemin":"riesling-2021","millesime":"2021","nom":"Riesling 2021","prix":"12,50 €","raison":"Millésime 2021."}],"salutation":"Bonjour Prenom5 Nom5"},"tags":["reco","CROSS_SELL","s:14bf46c0-2e7e-5be5-9f78-8e8c3d078592"],"to":[{"contactPixelTrackingConsent":false,"email":"p5@example.org"}]}', '75a06ce573c8fb01b5a706badcf52e2a39bcad1005d5527300e72a01686bf224', '9d436125-f79e-5f96-82ed-48e9da1fc99b', 'client_existant', false, 'queued', '2026-11-26 06:36:57.389591+00', NULL, '2025-06-30', 0, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, '2026-11-26 06:36:57.389591+00', NULL),
	('6ea19849-0d0a-59a4-b786-cf75a16464c0', '05681289-bf58-15bc-cc8f-a9f35977f358', 2, 'd417b45bb418fe8da374fd8140a919e44f3f3416d1a28762ef15863ba8b8879e', 'P4', 'b754e251a8f5fb20d2e8d308fbc39d9140baec05f02af029946f9b6ab96ae3ce', 'p4@example.org', '4d41cf4a82abffcd55acd1c646faacf06abe89ce0cd647583eea4e192cf0aab0', 'REBUY', '{"PINOT GRIS 2020","MUSCAT 2022"}', '94c62bd2dbfe4dee05d45f581544e7af54aff0a334579000516362b8975556c1', NULL, '{"params":{"dernier_achat":"juillet 2024","produits":[{"chemin":"pinot-gris-2020","millesime":"2020","nom":"Pinot Gris 2020","prix":"12,50 €","raison":"Vous aviez commandé 6 bouteilles en juillet 2023."},{"chemin":"muscat-2022","millesime":"2022","nom":"Muscat 2022","prix":"12,50 €","raison":"Vous aviez commandé 6 bouteilles en juillet 2024."}],"salutation":"Bonjour Prenom4 Nom4"},"tags":["reco","REBUY","s:6ea19849-0d0a-59a4-b786-cf75a16464c0"],"to":[{"contactPixelTrackingConsent":false,"email":"p4@example.org"}]}', '832a5e08b4b76b703dbd8a29c8e2777a326334d34a8052b261d3ad68825c3ae3', '34a8a318-36fb-565e-b293-bc38e5ccb2a4', 'client_existant', false, 'queued', '2026-11-26 06:36:57.390547+00', NULL, '2025-06-30', 0, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, '2026-11-26 06:36:57.390547+00', NULL),
	('396cf94a-f48e-56b6-90db-2a97b5e0f80d', '1b101a82-6c6f-ae66-ee0f-d69dab5c7cfe', 3, '9e2582ce558c2b58a86464ce1add6116097ef81735c48f377836f0b82c9aa899', 'P0', '182d5fd52cf160dcdc6e611ef0f24785337f54c8367b31754d9087933a19836a', 'p0.nouveau@example.org', '413b5ed509a2d024a39569218a6a8f1aaf861a140d855be41cb1742a4b5067b6', 'REBUY', '{"PINOT GRIS 2020","MUSCAT 2022"}', '94c62bd2dbfe4dee05d45f581544e7af54aff0a334579000516362b8975556c1', NULL, '{"params":{"dernier_achat":"juillet 2024","produits":[{"chemin":"pinot-gris-2020","millesime":"2020","nom":"Pinot Gris 2020","prix":"12,50 €","raison":"Vous aviez commandé 6 bouteilles en juillet 2023."},{"chemin":"muscat-2022","millesime":"2022","nom":"Muscat 2022","prix":"12,50 €","raison":"Vous aviez commandé 6 bouteilles en juillet 2024."}],"salutation":"Bonjour Prenom0 Nom0"},"tags":["reco","REBUY","s:396cf94a-f48e-56b6-90db-2a97b5e0f80d"],"to":[{"contactPixelTrackingConsent":false,"email":"p0.nouveau@example.org"}]}', 'd029660dceacc98cc5ae878f4efe5d635a588eb2d719aa4aa09d22564284a73f', 'ecb6fdd2-cbac-5d95-9646-934ca539a397', 'client_existant', false, 'queued', '2026-11-26 06:36:57.391003+00', NULL, '2025-06-30', 0, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, '2026-11-26 06:36:57.391003+00', NULL),
	('62d4aca4-3905-5fbf-a1b6-359024149733', '4cc7d7ae-5b14-1803-47cb-f7040df7682d', 4, 'b5b20fe186c83d369cb8c73e56ad0bf7920b88b8577902c805eeeb8b71079914', 'P2', '202ea5dec7198bf1af0ae890c63504dc662b4a69acc6536aa5041dc3b5eb9516', 'p2@example.org', '3237ad688e50dba23e1f734400dbf9faec1742f87a7d23ba8df36f198368a3f2', 'CROSS_SELL', '{"PINOT GRIS 2020","MUSCAT 2022"}', 'ac58d455bbad8faf138647c951485cac33970c79832301a4cb8f4a89c4c19f1d', NULL, '{"params":{"dernier_achat":"mai 2025","produits":[{"chemin":"pinot-gris-2020","millesime":"2020","nom":"Pinot Gris 2020","prix":"12,50 €","raison":"Millésime 2020."},{"chemin":"muscat-2022","millesime":"2022","nom":"Muscat 2022","prix":"12,50 €","raison":"Millésime 2022."}],"salutation":"Bonjour Prenom2 Nom2"},"tags":["reco","CROSS_SELL","s:62d4aca4-3905-5fbf-a1b6-359024149733"],"to":[{"contactPixelTrackingConsent":false,"email":"p2@example.org"}]}', '19279cb734af652ddf62da88ec24f7525b9f1e8bf76476b919da19ca7884e38f', 'f75a929e-b213-5260-8b74-70d77fa65f16', 'client_existant', false, 'queued', '2026-11-26 06:36:57.391394+00', NULL, '2025-06-30', 0, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, '2026-11-26 06:36:57.391395+00', NULL),
	('108030da-8b36-5d0c-92b1-548ac5665675', '62f5f78d-a6e1-30a0-9e10-b6209ca7964e', 5, '8c2c820799e92a7a64104a5c3144f00a458013508b9cc27875b853b83db6bca1', 'P1', '941ac3add4291635ff14da2f4e7f7e0cf4addb35364debe1010ea2afbc1496dd', 'p1@example.org', 'c0d48c88511f96b931c173b0e9be971d0bfb85fb91787bc71835ed375b083e4c', 'CROSS_SELL', '{"MUSCAT 2022","RIESLING 2021"}', 'ac58d455bbad8faf138647c951485cac33970c79832301a4cb8f4a89c4c19f1d', NULL, '{"params":{"dernier_achat":"juillet 2024","produits":[{"chemin":"muscat-2022","millesime":"2022","nom":"Muscat 2022","prix":"12,50 €","raison":"Millésime 2022."},{"chemin":"riesling-2021","millesime":"2021","nom":"Riesling 2021","prix":"12,50 €","raison":"Millésime 2021."}],"salutation":"Bonjour Prenom1 Nom1"},"tags":["reco","CROSS_SELL","s:108030da-8b36-5d0c-92b1-548ac5665675"],"to":[{"contactPixelTrackingConsent":false,"email":"p1@example.org"}]}', '9e27d9db76c87b9cfd6a57f998a92b60e76f945e3c048e68200bb91dcd07b2af', '077de972-49b3-58c2-b500-185080b26200', 'client_existant', false, 'queued', '2026-11-26 06:36:57.391857+00', NULL, '2025-06-30', 0, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, '2026-11-26 06:36:57.391857+00', NULL),
	('8c396f5d-8e8e-50aa-acdd-af66d644d53f', 'd062abb7-a72a-41aa-56cc-42c56445480d', 6, 'e27421e9fe8ec7af27a6f796e0e1670fffeb137956b1fd0891f478e037a4cc32', 'P7', '34387d03ecd4f1bfd39e75a8ebb8c2512203ec2104775ea6d211bb91816a5e4b', 'p7@example.org', '8be2173d7e3024cc7b41bf48dbc014623f25418e309db87986f37b4518e9f7c2', 'CROSS_SELL', '{"PINOT GRIS 2020","CREMANT BRUT"}', 'ac58d455bbad8faf138647c951485cac33970c79832301a4cb8f4a89c4c19f1d', NULL, '{"params":{"dernier_achat":"juillet 2024","produits":[{"chemin":"pinot-gris-2020","millesime":"2020","nom":"Pinot Gris 2020","prix":"12,50 €","raison":"Millésime 2020."},{"chemin":"cremant-brut","millesime":"","nom":"Crémant Brut","prix":"12,50 €","raison":"Au catalogue du domaine."}],"salutation":"Bonjour Prenom7 Nom7"},"tags":["reco","CROSS_SELL","s:8c396f5d-8e8e-50aa-acdd-af66d644d53f"],"to":[{"contactPixelTrackingConsent":false,"email":"p7@example.org"}]}', 'fd1050bd96bc8f2973da1d55c821a4a887e8357f47169a96e81a4a7d92478210', '017def4e-f784-5d14-b96a-7ec3839254bd', 'client_existant', false, 'queued', '2026-11-26 06:36:57.392241+00', NULL, '2025-06-30', 0, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, '2026-11-26 06:36:57.392241+00', NULL),
	('541bb69c-49c6-5c9e-b6d6-e0abec78a827', 'e4fbd0d5-c4e2-c1c0-51d8-25542d8383ca', 7, '9788e13aa21f1ee470fb1e7407a04b5b8bd3f3c6dda0aad8f6769192d0e78e0c', 'P6', '4bdf258e0a7fc8c1246fc5fcb1cb303ea09137a38a4163cb30533d57d5a9dccf', 'p6@example.org', 'cc10272386308dbca802c7401ec2c753128fa60d204e049f8bf7140e33d0a863', 'CROSS_SELL', '{"PINOT GRIS 2020","MUSCAT 2022"}', 'ac58d455bbad8faf138647c951485cac33970c79832301a4cb8f4a89c4c19f1d', NULL, '{"params":{"dernier_achat":"juillet 2024","produits":[{"chemin":"pinot-gris-2020","millesime":"2020","nom":"Pinot Gris 2020","prix":"12,50 €","raison":"Millésime 2020."},{"chemin":"muscat-2022","millesime":"2022","nom":"Muscat 2022","prix":"12,50 €","raison":"Millésime 2022."}],"salutation":"Bonjour Prenom6 Nom6"},"tags":["reco","CROSS_SELL","s:541bb69c-49c6-5c9e-b6d6-e0abec78a827"],"to":[{"contactPixelTrackingConsent":false,"email":"p6@example.org"}]}', '2dd10d4214319d6b3defda59547cc50998f89ca8306c953e36033f50141998af', 'de95ce06-9d79-5938-b5d5-bac23c0af966', 'client_existant', false, 'queued', '2026-11-26 06:36:57.392669+00', NULL, '2025-06-30', 0, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, '2026-11-26 06:36:57.39267+00', NULL),
	('dd60bc4a-5adb-5d4d-a222-0d61ea811490', 'e818fb15-3cc6-210b-5906-2d691159c6aa', 8, '885b634fc2518c3deec8be4325fe5d2dde9b199e4c52eeaf21b6d48ff3311b73', 'P3', '170d46b1796554f473ff69d31d957dd812f006481d4f194b900778249adc86be', 'p3@example.org', '3cbdb183d672d230764cdbcb6aae050b73355de39973849ed484a568124f80af', 'CROSS_SELL', '{"PINOT GRIS 2020","CREMANT BRUT"}', 'ac58d455bbad8faf138647c951485cac33970c79832301a4cb8f4a89c4c19f1d', NULL, '{"params":{"dernier_achat":"juillet 2024","produits":[{"chemin":"pinot-gris-2020","millesime":"2020","nom":"Pinot Gris 2020","prix":"12,50 €","raison":"Millésime 2020."},{"chemin":"cremant-brut","millesime":"","nom":"Crémant Brut","prix":"12,50 €","raison":"Au catalogue du domaine."}],"salutation":"Bonjour Prenom3 Nom3"},"tags":["reco","CROSS_SELL","s:dd60bc4a-5adb-5d4d-a222-0d61ea811490"],"to":[{"contactPixelTrackingConsent":false,"email":"p3@example.org"}]}', 'ad5447584a6167aabf56c1b8f1e8d69c0b2d214b6db25cb6a55268d3426e4df0', 'b755aaef-1da1-5042-bbd0-e4d782d0e9ae', 'client_existant', false, 'queued', '2026-11-26 06:36:57.393014+00', NULL, '2025-06-30', 0, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, '2026-11-26 06:36:57.393014+00', NULL);
INSERT INTO activation.recommendations VALUES
	('1b101a82-6c6f-ae66-ee0f-d69dab5c7cfe', 'P0', 'p0.nouveau@example.org', NULL, 'REBUY', '2025-06-16', '9e2582ce558c2b58a86464ce1add6116097ef81735c48f377836f0b82c9aa899', '[{"rank": 1, "score": 56.51, "prix_ttc": 12.5, "produit_key": "PINOT GRIS 2020"}, {"rank": 2, "score": 51.65, "prix_ttc": 12.5, "produit_key": "MUSCAT 2022"}]', '{"produits": [{"nom": "Pinot Gris 2020", "prix": "12,50 €", "chemin": "pinot-gris-2020", "raison": "Vous aviez commandé 6 bouteilles en juillet 2023.", "millesime": "2020"}, {"nom": "Muscat 2022", "prix": "12,50 €", "chemin": "muscat-2022", "raison": "Vous aviez commandé 6 bouteilles en juillet 2024.", "millesime": "2022"}], "salutation": "Bonjour Prenom0 Nom0", "dernier_achat": "juillet 2024"}', '2026-11-26 06:36:57.16706+00', '2025-06-30', NULL, NULL, '94c62bd2dbfe4dee05d45f581544e7af54aff0a334579000516362b8975556c1'),
	('05681289-bf58-15bc-cc8f-a9f35977f358', 'P4', 'p4@example.org', NULL, 'REBUY', '2025-06-16', 'd417b45bb418fe8da374fd8140a919e44f3f3416d1a28762ef15863ba8b8879e', '[{"rank": 1, "score": 56.50, "prix_ttc": 12.5, "produit_key": "PINOT GRIS 2020"}, {"rank": 2, "score": 51.62, "prix_ttc": 12.5, "produit_key": "MUSCAT 2022"}]', '{"produits": [{"nom": "Pinot Gris 2020", "prix": "12,50 €", "chemin": "pinot-gris-2020", "raison": "Vous aviez commandé 6 bouteilles en juillet 2023.", "millesime": "2020"}, {"nom": "Muscat 2022", "prix": "12,50 €", "chemin": "muscat-2022", "raison": "Vous aviez commandé 6 bouteilles en juillet 2024.", "millesime": "2022"}], "salutation": "Bonjour Prenom4 Nom4", "dernier_achat": "juillet 2024"}', '2026-11-26 06:36:57.167261+00', '2025-06-30', NULL, NULL, '94c62bd2dbfe4dee05d45f581544e7af54aff0a334579000516362b8975556c1'),
	('e818fb15-3cc6-210b-5906-2d691159c6aa', 'P3', 'p3@example.org', NULL, 'CROSS_SELL', '2025-06-16', '885b634fc2518c3deec8be4325fe5d2dde9b199e4c52eeaf21b6d48ff3311b73', '[{"rank": 1, "score": 41.06, "prix_ttc": 12.5, "produit_key": "PINOT GRIS 2020"}, {"rank": 2, "score": 37.10, "prix_ttc": 12.5, "produit_key": "CREMANT BRUT"}]', '{"produits": [{"nom": "Pinot Gris 2020", "prix": "12,50 €", "chemin": "pinot-gris-2020", "raison": "Millésime 2020.", "millesime": "2020"}, {"nom": "Crémant Brut", "prix": "12,50 €", "chemin": "cremant-brut", "raison": "Au catalogue du domaine.", "millesime": ""}], "salutation": "Bonjour Prenom3 Nom3", "dernier_achat": "juillet 2024"}', '2026-11-26 06:36:57.167275+00', '2025-06-30', NULL, NULL, 'ac58d455bbad8faf138647c951485cac33970c79832301a4cb8f4a89c4c19f1d'),
	('e4fbd0d5-c4e2-c1c0-51d8-25542d8383ca', 'P6', 'p6@example.org', NULL, 'CROSS_SELL', '2025-06-16', '9788e13aa21f1ee470fb1e7407a04b5b8bd3f3c6dda0aad8f6769192d0e78e0c', '[{"rank": 1, "score": 41.06, "prix_ttc": 12.5, "produit_key": "PINOT GRIS 2020"}, {"rank": 2, "score": 18.21, "prix_ttc": 12.5, "produit_key": "MUSCAT 2022"}]', '{"produits": [{"nom": "Pinot Gris 2020", "prix": "12,50 €", "chemin": "pinot-gris-2020", "raison": "Millésime 2020.", "millesime": "2020"}, {"nom": "Muscat 2022", "prix": "12,50 €", "chemin": "muscat-2022", "raison": "Millésime 2022.", "millesime": "2022"}], "salutation": "Bonjour Prenom6 Nom6", "dernier_achat": "juillet 2024"}', '2026-11-26 06:36:57.167284+00', '2025-06-30', NULL, NULL, 'ac58d455bbad8faf138647c951485cac33970c79832301a4cb8f4a89c4c19f1d'),
	('d062abb7-a72a-41aa-56cc-42c56445480d', 'P7', 'p7@example.org', NULL, 'CROSS_SELL', '2025-06-16', 'e27421e9fe8ec7af27a6f796e0e1670fffeb137956b1fd0891f478e037a4cc32', '[{"rank": 1, "score": 41.06, "prix_ttc": 12.5, "produit_key": "PINOT GRIS 2020"}, {"rank": 2, "score": 37.10, "prix_ttc": 12.5, "produit_key": "CREMANT BRUT"}]', '{"produits": [{"nom": "Pinot Gris 2020", "prix": "12,50 €", "chemin": "pinot-gris-2020", "raison": "Millésime 2020.", "millesime": "2020"}, {"nom": "Crémant Brut", "prix": "12,50 €", "chemin": "cremant-brut", "raison": "Au catalogue du domaine.", "millesime": ""}], "salutation": "Bonjour Prenom7 Nom7", "dernier_achat": "juillet 2024"}', '2026-11-26 06:36:57.167295+00', '2025-06-30', NULL, NULL, 'ac58d455bbad8faf138647c951485cac33970c79832301a4cb8f4a89c4c19f1d'),
	('62f5f78d-a6e1-30a0-9e10-b6209ca7964e', 'P1', 'p1@example.org', NULL, 'CROSS_SELL', '2025-06-16', '8c2c820799e92a7a64104a5c3144f00a458013508b9cc27875b853b83db6bca1', '[{"rank": 1, "score": 41.51, "prix_ttc": 12.5, "produit_key": "MUSCAT 2022"}, {"rank": 2, "score": 16.26, "prix_ttc": 12.5, "produit_key": "RIESLING 2021"}]', '{"produits": [{"nom": "Muscat 2022", "prix": "12,50 €", "chemin": "muscat-2022", "raison": "Millésime 2022.", "millesime": "2022"}, {"nom": "Riesling 2021", "prix": "12,50 €", "chemin": "riesling-2021", "raison": "Millésime 2021.", "millesime": "2021"}], "salutation": "Bonjour Prenom1 Nom1", "dernier_achat": "juillet 2024"}', '2026-11-26 06:36:57.167302+00', '2025-06-30', NULL, NULL, 'ac58d455bbad8faf138647c951485cac33970c79832301a4cb8f4a89c4c19f1d'),
	('4cc7d7ae-5b14-1803-47cb-f7040df7682d', 'P2', 'p2@example.org', NULL, 'CROSS_SELL', '2025-06-16', 'b5b20fe186c83d369cb8c73e56ad0bf7920b88b8577902c805eeeb8b71079914', '[{"rank": 1, "score": 41.06, "prix_ttc": 12.5, "produit_key": "PINOT GRIS 2020"}, {"rank": 2, "score": 18.21, "prix_ttc": 12.5, "produit_key": "MUSCAT 2022"}]', '{"produits": [{"nom": "Pinot Gris 2020", "prix": "12,50 €", "chemin": "pinot-gris-2020", "raison": "Millésime 2020.", "millesime": "2020"}, {"nom": "Muscat 2022", "prix": "12,50 €", "chemin": "muscat-2022", "raison": "Millésime 2022.", "millesime": "2022"}], "salutation": "Bonjour Prenom2 Nom2", "dernier_achat": "mai 2025"}', '2026-11-26 06:36:57.167309+00', '2025-06-30', NULL, NULL, 'ac58d455bbad8faf138647c951485cac33970c79832301a4cb8f4a89c4c19f1d'),
	('011a2801-e569-d1a9-0268-f4563ee37f8a', 'P5', 'p5@example.org', NULL, 'CROSS_SELL', '2025-06-16', '22f13eaae8045a38cf7c5a8f4634066cd574075ea1799fc3403b0026851ce93c', '[{"rank": 1, "score": 41.51, "prix_ttc": 12.5, "produit_key": "MUSCAT 2022"}, {"rank": 2, "score": 16.26, "prix_ttc": 12.5, "produit_key": "RIESLING 2021"}]', '{"produits": [{"nom": "Muscat 2022", "prix": "12,50 €", "chemin": "muscat-2022", "raison": "Millésime 2022.", "millesime": "2022"}, {"nom": "Riesling 2021", "prix": "12,50 €", "chemin": "riesling-2021", "raison": "Millésime 2021.", "millesime": "2021"}], "salutation": "Bonjour Prenom5 Nom5", "dernier_achat": "juillet 2024"}', '2026-11-26 06:36:57.167315+00', '2025-06-30', NULL, NULL, 'ac58d455bbad8faf138647c951485cac33970c79832301a4cb8f4a89c4c19f1d');
INSERT INTO activation.templates VALUES
	('REBUY', 1, 'Lettre de conseil REBUY', 'Ce que vous avez déjà commandé est disponible au domaine', '94c62bd2dbfe4dee05d45f581544e7af54aff0a334579000516362b8975556c1', '[]', '2026-11-26 06:36:56.816479+00', '94c62bd2dbfe4dee05d45f581544e7af54aff0a334579000516362b8975556c1'),
	('CROSS_SELL', 2, 'Lettre de conseil CROSS_SELL', 'Proche de ce que vous commandez au domaine', 'ac58d455bbad8faf138647c951485cac33970c79832301a4cb8f4a89c4c19f1d', '[]', '2026-11-26 06:36:56.887825+00', 'ac58d455bbad8faf138647c951485cac33970c79832301a4cb8f4a89c4c19f1d'),
	('UPSELL', 3, 'Lettre de conseil UPSELL', 'Dans la même famille que vos vins, la gamme au-dessus', 'a40638e4607dc0a6032b8e8a51f2685917dfa2028dc3950208fde498ebe8fc80', '[]', '2026-11-26 06:36:56.951806+00', 'a40638e4607dc0a6032b8e8a51f2685917dfa2028dc3950208fde498ebe8fc80'),
	('WINBACK', 4, 'Lettre de conseil WINBACK', 'Au domaine depuis votre dernière commande', '5ee2f269fcdc44f53f2f13d4fdb09c7a44bd129669f7c3a74697b5fb31c6a6ce', '[]', '2026-11-26 06:36:57.015726+00', '5ee2f269fcdc44f53f2f13d4fdb09c7a44bd129669f7c3a74697b5fb31c6a6ce'),
	('NURTURE', 5, 'Lettre de conseil NURTURE', 'Après votre première commande au domaine', 'fb2cb14a86cc0a5935396a41cd988756f72d0a67c4122e6080da9f660a600d12', '[]', '2026-11-26 06:36:57.083795+00', 'fb2cb14a86cc0a5935396a41cd988756f72d0a67c4122e6080da9f660a600d12');
INSERT INTO crm.achats VALUES
	('P0', 'FACTURE|F100|2024-07-09', 'MUSCAT 2022', '2024-07-09', 6, 60, 72, true, false, 2, 2),
	('P0', 'FACTURE|F200|2023-07-10', 'PINOT GRIS 2020', '2023-07-10', 6, 60, 72, true, false, 2, 12),
	('P1', 'FACTURE|F101|2024-07-08', 'PINOT GRIS 2020', '2024-07-08', 6, 60, 72, true, false, 2, 3),
	('P1', 'FACTURE|F201|2023-07-09', 'CREMANT BRUT', '2023-07-09', 6, 60, 72, true, false, 2, 13),
	('P2', 'FACTURE|F102|2024-07-07', 'CREMANT BRUT', '2024-07-07', 6, 60, 72, true, false, 2, 4),
	('P2', 'FACTURE|F202|2023-07-08', 'RIESLING 2021', '2023-07-08', 6, 60, 72, true, false, 2, 14),
	('P2', 'FACTURE|F901|2025-05-31', 'VIN INCONNU', '2025-05-31', 6, 60, 99, true, false, 2, 23),
	('P3', 'FACTURE|F103|2024-07-06', 'RIESLING 2021', '2024-07-06', 6, 60, 72, true, false, 2, 5),
	('P3', 'FACTURE|F203|2023-07-07', 'MUSCAT 2022', '2023-07-07', 6, 60, 72, true, false, 2, 15),
	('P4', 'FACTURE|F104|2024-07-05', 'MUSCAT 2022', '2024-07-05', 6, 60, 72, true, false, 2, 6),
	('P4', 'FACTURE|F204|2023-07-06', 'PINOT GRIS 2020', '2023-07-06', 6, 60, 72, true, false, 2, 16),
	('P5', 'FACTURE|F105|2024-07-04', 'PINOT GRIS 2020', '2024-07-04', 6, 60, 72, true, false, 2, 7),
	('P5', 'FACTURE|F205|2023-07-05', 'CREMANT BRUT', '2023-07-05', 6, 60, 72, true, false, 2, 17),
	('P6', 'FACTURE|F106|2024-07-03', 'CREMANT BRUT', '2024-07-03', 6, 60, 72, true, false, 2, 8),
	('P6', 'FACTURE|F206|2023-07-04', 'RIESLING 2021', '2023-07-04', 6, 60, 72, true, false, 2, 18),
	('P7', 'FACTURE|F107|2024-07-02', 'RIESLING 2021', '2024-07-02', 6, 60, 72, true, false, 2, 9),
	('P7', 'FACTURE|F207|2023-07-03', 'MUSCAT 2022', '2023-07-03', 6, 60, 72, true, false, 2, 19),
	('P8', 'FACTURE|F108|2024-07-01', 'MUSCAT 2022', '2024-07-01', 6, 60, 72, true, false, 2, 10),
	('P8', 'FACTURE|F208|2023-07-02', 'PINOT GRIS 2020', '2023-07-02', 6, 60, 72, true, false, 2, 20),
	('P9', 'FACTURE|F109|2024-06-30', 'PINOT GRIS 2020', '2024-06-30', 6, 60, 72, true, false, 2, 11),
	('P9', 'FACTURE|F209|2023-07-01', 'CREMANT BRUT', '2023-07-01', 6, 60, 72, true, false, 2, 21);
INSERT INTO crm.co_purchases VALUES
	('CREMANT BRUT', 'RIESLING 2021', 0, 2, 5, 0.400000, 0.00000000, 0.000000, 0.000000, 0.149071, 2),
	('CREMANT BRUT', 'PINOT GRIS 2020', 0, 3, 5, 0.600000, 0.00000000, 0.000000, 0.000000, 0.234738, 1),
	('MUSCAT 2022', 'RIESLING 2021', 0, 2, 5, 0.400000, 0.00000000, 0.000000, 0.000000, 0.149071, 2),
	('MUSCAT 2022', 'PINOT GRIS 2020', 0, 3, 5, 0.600000, 0.00000000, 0.000000, 0.000000, 0.234738, 1),
	('PINOT GRIS 2020', 'MUSCAT 2022', 0, 3, 6, 0.500000, 0.00000000, 0.000000, 0.000000, 0.234738, 2),
	('PINOT GRIS 2020', 'CREMANT BRUT', 0, 3, 6, 0.500000, 0.00000000, 0.000000, 0.000000, 0.234738, 1),
	('RIESLING 2021', 'MUSCAT 2022', 0, 2, 4, 0.500000, 0.00000000, 0.000000, 0.000000, 0.149071, 2),
	('RIESLING 2021', 'CREMANT BRUT', 0, 2, 4, 0.500000, 0.00000000, 0.000000, 0.000000, 0.149071, 1);
INSERT INTO crm.contact_bars VALUES
	('P8', 'sans_email', 1, 'Aucune adresse e-mail valide'),
	('P9', 'refus_optin', 2, 'Refus enregistré dans l''ERP');
INSERT INTO crm.contact_log VALUES
	('2bd29d7498c078fde209259f3899103a', 'P6', '2025-01-06', NULL, false, 'delivered', 'erp', NULL, NULL),
	('e675f61f2d7a43932f86fbc9653fe0a7', 'P7', '2025-01-06', NULL, false, 'delivered', 'erp', NULL, NULL);
INSERT INTO crm.contact_refusals VALUES
	('ebdd84a0bae0a735e42c66c6a9e2197a', 'P9', 'p9@example.org', 'refus_optin');
INSERT INTO crm.customer_360 VALUES
	('P0', 1, 'Nom0', 'Prenom0', 'p0.nouveau@example.org', '+33600000000', '67000', 'Sélestat', 'FR', 120, 2, '2023-07-10', '2024-07-09', 342, 2, 120, 60.00, 365, '2025-07-09', NULL, NULL, 0, 0, false, true, NULL, 'Fidèles potentiels'),
	('P1', 1, 'Nom1', 'Prenom1', 'p1@example.org', '+33600000001', '67000', 'Strasbourg', 'FR', 120, 2, '2023-07-09', '2024-07-08', 343, 2, 120, 60.00, 365, '2025-07-08', NULL, NULL, 0, 0, false, true, NULL, 'Fidèles potentiels'),
	('P2', 1, 'Nom2', 'Prenom2', 'p2@example.org', '+33600000002', '67000', 'Strasbourg', 'FR', 180, 3, '2023-07-08', '2025-05-31', 16, 3, 180, 60.00, 346, '2026-05-12', NULL, NULL, 0, 0, false, true, NULL, 'Champions'),
	('P3', 1, 'Nom3', 'Prenom3', 'p3@example.org', '+33600000003', '67000', 'Strasbourg', 'FR', 120, 2, '2023-07-07', '2024-07-06', 345, 2, 120, 60.00, 365, '2025-07-06', NULL, NULL, 0, 0, false, true, NULL, 'Fidèles potentiels'),
	('P4', 1, 'Nom4', 'Prenom4', 'p4@example.org', '+33600000004', '67000', 'Strasbourg', 'FR', 120, 2, '2023-07-06', '2024-07-05', 346, 2, 120, 60.00, 365, '2025-07-05', NULL, NULL, 0, 0, false, true, NULL, 'À surveiller'),
	('P5', 1, 'Nom5', 'Prenom5', 'p5@example.org', '+33600000005', '67000', 'Strasbourg', 'FR', 120, 2, '2023-07-05', '2024-07-04', 347, 2, 120, 60.00, 365, '2025-07-04', NULL, NULL, 0, 0, false, true, NULL, 'À surveiller'),
	('P6', 1, 'Nom6', 'Prenom6', 'p6@example.org', '+33600000006', '67000', 'Strasbourg', 'FR', 120, 2, '2023-07-04', '2024-07-03', 348, 2, 120, 60.00, 365, '2025-07-03', NULL, '2025-01-06', 0, 0, false, true, NULL, 'À risque'),
	('P7', 1, 'Nom7', 'Prenom7', 'p7@example.org', '+33600000007', '67000', 'Strasbourg', 'FR', 120, 2, '2023-07-03', '2024-07-02', 349, 2, 120, 60.00, 365, '2025-07-02', NULL, '2025-01-06', 0, 0, false, true, NULL, 'À risque'),
	('P8', 1, 'Nom8', NULL, NULL, NULL, NULL, 'Colmar', 'FR', 120, 2, '2023-07-02', '2024-07-01', 350, 2, 120, 60.00, 365, '2025-07-01', NULL, NULL, 0, 0, false, false, 'sans_email', 'À risque'),
	('P9', 1, 'Nom9', NULL, 'p9@example.org', NULL, NULL, NULL, 'FR', 120, 2, '2023-07-01', '2024-06-30', 351, 2, 120, 60.00, 365, '2025-06-30', NULL, NULL, 0, 0, true, false, 'refus_optin', 'À risque');
INSERT INTO crm.customer_contacts VALUES
	('P7', '2025-01-06', 0, 0, NULL),
	('P6', '2025-01-06', 0, 0, NULL);
INSERT INTO crm.customer_identity VALUES
	('P0', 1, false, 'Nom0', 'Prenom0', 'p0.nouveau@example.org', '+33600000000', '67000', 'Sélestat', 'FR'),
	('P1', 1, false, 'Nom1', 'Prenom1', 'p1@example.org', '+33600000001', '67000', 'Strasbourg', 'FR'),
	('P2', 1, false, 'Nom2', 'Prenom2', 'p2@example.org', '+33600000002', '67000', 'Strasbourg', 'FR'),
	('P3', 1, false, 'Nom3', 'Prenom3', 'p3@example.org', '+33600000003', '67000', 'Strasbourg', 'FR'),
	('P4', 1, false, 'Nom4', 'Prenom4', 'p4@example.org', '+33600000004', '67000', 'Strasbourg', 'FR'),
	('P5', 1, false, 'Nom5', 'Prenom5', 'p5@example.org', '+33600000005', '67000', 'Strasbourg', 'FR'),
	('P6', 1, false, 'Nom6', 'Prenom6', 'p6@example.org', '+33600000006', '67000', 'Strasbourg', 'FR'),
	('P7', 1, false, 'Nom7', 'Prenom7', 'p7@example.org', '+33600000007', '67000', 'Strasbourg', 'FR'),
	('P8', 1, false, 'Nom8', NULL, NULL, NULL, NULL, 'Colmar', 'FR'),
	('P9', 1, true, 'Nom9', NULL, 'p9@example.org', NULL, NULL, NULL, 'FR');
INSERT INTO crm.customer_purchases VALUES
	('P9', 2, 120, '2023-07-01', '2024-06-30', 351, 60.00, 365, '2025-06-30'),
	('P8', 2, 120, '2023-07-02', '2024-07-01', 350, 60.00, 365, '2025-07-01'),
	('P7', 2, 120, '2023-07-03', '2024-07-02', 349, 60.00, 365, '2025-07-02'),
	('P6', 2, 120, '2023-07-04', '2024-07-03', 348, 60.00, 365, '2025-07-03'),
	('P0', 2, 120, '2023-07-10', '2024-07-09', 342, 60.00, 365, '2025-07-09'),
	('P2', 3, 180, '2023-07-08', '2025-05-31', 16, 60.00, 346, '2026-05-12'),
	('P3', 2, 120, '2023-07-07', '2024-07-06', 345, 60.00, 365, '2025-07-06'),
	('P4', 2, 120, '2023-07-06', '2024-07-05', 346, 60.00, 365, '2025-07-05'),
	('P1', 2, 120, '2023-07-09', '2024-07-08', 343, 60.00, 365, '2025-07-08'),
	('P5', 2, 120, '2023-07-05', '2024-07-04', 347, 60.00, 365, '2025-07-04');
INSERT INTO crm.health_facts VALUES
	('fraicheur', 'ventes_lignes', 7, 'jours', 'ok', 'Dernier export du 09/06/2025', 1),
	('fraicheur', 'clients', 0, 'jours', 'ok', 'Dernier export du 16/06/2025', 2),
	('fraicheur', 'produits', 7, 'jours', 'ok', 'Dernier export du 09/06/2025', 3),
	('fraicheur', 'stock', 7, 'jours', 'ok', 'Dernier export du 09/06/2025', 4),
	('fraicheur', 'contacts', 7, 'jours', 'ok', 'Dernier export du 09/06/2025', 5),
	('fichiers', 'lus', 6, 'fichiers', 'info', '0 fichier(s) reçu(s) en double, lu(s) une seule fois', 1),
	('rejets', 'part_rejetee', 4.35, '%', 'attention', '1 ligne(s) de vente rejetée(s), 22 gardée(s)', 1),
	('rejets_par_motif', 'date_invalide', 1, 'lignes', 'info', 'Lignes à corriger dans l''ERP', 1),
	('personnes', 'personnes', 10, 'personnes', 'info', '10 code(s) client pour 10 personne(s)', 1),
	('personnes', 'fusionnees', 0, 'personnes', 'info', 'Personnes connues sous plusieurs codes', 2),
	('personnes', 'part_contactable', 80.0, '%', 'info', '8 personne(s) à qui l''on peut écrire', 3),
	('non_contactables', 'bounce', 0, 'personnes', 'info', 'Adresse en erreur', 4),
	('non_contactables', 'sans_email', 1, 'personnes', 'info', 'Aucune adresse e-mail valide', 1),
	('non_contactables', 'desinscrit', 0, 'personnes', 'info', 'Désinscription', 3),
	('non_contactables', 'efface', 0, 'personnes', 'info', 'Données effacées à la demande de la personne', 9),
	('non_contactables', 'mineur', 0, 'personnes', 'info', 'Personne mineure', 7),
	('non_contactables', 'bloque', 0, 'personnes', 'info', 'Adresse bloquée', 5),
	('non_contactables', 'silence_3_ans', 0, 'personnes', 'info', 'Ni commande ni clic depuis trois ans', 8),
	('non_contactables', 'plainte', 0, 'personnes', 'info', 'Plainte pour courrier indésirable', 6),
	('non_contactables', 'refus_optin', 1, 'personnes', 'info', 'Refus enregistré dans l''ERP', 2),
	('rapprochement', 'lignes_de_vente', 0, 'lignes', 'ok', '23 ligne(s) dans les fichiers, 22 gardée(s), 1 rejetée(s)', 1),
	('rapprochement', 'montant_ht', 0, '€', 'ok', '1260.00 € gardés, 1260.00 € dans les fiches clients', 2),
	('conseil', 'acheteurs_conseilles', 100.0, '%', 'ok', 'Acheteurs pour qui des vins sont proposés', 1),
	('conseil', 'personnes_servies', 100.0, '%', 'info', 'Personnes contactables qui reçoivent une lettre', 2),
	('conseil', 'couverture_catalogue', 80.0, '%', 'info', 'Vins actifs du catalogue présents dans une lettre', 3),
	('conseil', 'part_trois_premiers', 87.5, '%', 'ok', 'Places des lettres prises par les trois vins les plus proposés', 4),
	('conseil', 'diversite', 3.2, 'vins', 'info', 'Vins également proposés qui feraient la même variété', 5),
	('conseil', 'derive_scores', 0.0, 'points', 'ok', 'Score moyen, écart avec le calcul précédent', 6),
	('conseil', 'stabilite', NULL, '%', 'info', 'Lettres déjà proposées ce jour et inchangées', 7);
INSERT INTO crm.health_files VALUES
	('fraicheur', 'ventes_lignes', 7, 'jours', 'ok', 'Dernier export du 09/06/2025', 1),
	('fraicheur', 'clients', 0, 'jours', 'ok', 'Dernier export du 16/06/2025', 2),
	('fraicheur', 'produits', 7, 'jours', 'ok', 'Dernier export du 09/06/2025', 3),
	('fraicheur', 'stock', 7, 'jours', 'ok', 'Dernier export du 09/06/2025', 4),
	('fraicheur', 'contacts', 7, 'jours', 'ok', 'Dernier export du 09/06/2025', 5),
	('fichiers', 'lus', 6, 'fichiers', 'info', '0 fichier(s) reçu(s) en double, lu(s) une seule fois', 1);
INSERT INTO crm.health_persons VALUES
	('personnes', 'personnes', 10, 'personnes', 'info', '10 code(s) client pour 10 personne(s)', 1),
	('personnes', 'fusionnees', 0, 'personnes', 'info', 'Personnes connues sous plusieurs codes', 2),
	('personnes', 'part_contactable', 80.0, '%', 'info', '8 personne(s) à qui l''on peut écrire', 3),
	('non_contactables', 'bounce', 0, 'personnes', 'info', 'Adresse en erreur', 4),
	('non_contactables', 'sans_email', 1, 'personnes', 'info', 'Aucune adresse e-mail valide', 1),
	('non_contactables', 'desinscrit', 0, 'personnes', 'info', 'Désinscription', 3),
	('non_contactables', 'efface', 0, 'personnes', 'info', 'Données effacées à la demande de la personne', 9),
	('non_contactables', 'mineur', 0, 'personnes', 'info', 'Personne mineure', 7),
	('non_contactables', 'bloque', 0, 'personnes', 'info', 'Adresse bloquée', 5),
	('non_contactables', 'silence_3_ans', 0, 'personnes', 'info', 'Ni commande ni clic depuis trois ans', 8),
	('non_contactables', 'plainte', 0, 'personnes', 'info', 'Plainte pour courrier indésirable', 6),
	('non_contactables', 'refus_optin', 1, 'personnes', 'info', 'Refus enregistré dans l''ERP', 2);
INSERT INTO crm.health_reconciliation VALUES
	('rapprochement', 'lignes_de_vente', 0, 'lignes', 'ok', '23 ligne(s) dans les fichiers, 22 gardée(s), 1 rejetée(s)', 1),
	('rapprochement', 'montant_ht', 0, '€', 'ok', '1260.00 € gardés, 1260.00 € dans les fiches clients', 2);
INSERT INTO crm.health_rejections VALUES
	('rejets', 'part_rejetee', 4.35, '%', 'attention', '1 ligne(s) de vente rejetée(s), 22 gardée(s)', 1),
	('rejets_par_motif', 'date_invalide', 1, 'lignes', 'info', 'Lignes à corriger dans l''ERP', 1);
INSERT INTO crm.letter_candidates VALUES
	('P0', 'MUSCAT 2022', 'MUSCAT 2022', 'MUSCAT', NULL, 2022, 51.65, true, 6, 342, NULL, NULL, true, NULL, NULL),
	('P0', 'PINOT GRIS 2020', 'PINOT GRIS 2020', 'PINOT GRIS', NULL, 2020, 56.51, true, 6, 707, NULL, NULL, true, NULL, NULL),
	('P1', 'CREMANT BRUT', 'CREMANT BRUT', 'CREMANT BRUT', NULL, NULL, 56.09, true, 6, 708, NULL, NULL, true, NULL, NULL),
	('P1', 'PINOT GRIS 2020', 'PINOT GRIS 2020', 'PINOT GRIS', NULL, 2020, 52.73, true, 6, 343, NULL, NULL, true, NULL, NULL),
	('P2', 'CREMANT BRUT', 'CREMANT BRUT', 'CREMANT BRUT', NULL, NULL, 46.70, true, 6, 344, NULL, NULL, true, NULL, NULL),
	('P2', 'RIESLING 2021', 'RIESLING 2021', 'RIESLING', NULL, 2021, 48.24, true, 6, 709, NULL, NULL, true, NULL, NULL),
	('P2', 'VIN INCONNU', 'VIN INCONNU', 'VIN INCONNU', NULL, NULL, 57.25, true, 6, 16, NULL, NULL, false, 'hors_catalogue', NULL),
	('P3', 'MUSCAT 2022', 'MUSCAT 2022', 'MUSCAT', NULL, 2022, 56.62, true, 6, 710, NULL, NULL, true, NULL, NULL),
	('P3', 'RIESLING 2021', 'RIESLING 2021', 'RIESLING', NULL, 2021, 50.91, true, 6, 345, NULL, NULL, true, NULL, NULL),
	('P4', 'MUSCAT 2022', 'MUSCAT 2022', 'MUSCAT', NULL, 2022, 51.62, true, 6, 346, NULL, NULL, true, NULL, NULL),
	('P4', 'PINOT GRIS 2020', 'PINOT GRIS 2020', 'PINOT GRIS', NULL, 2020, 56.50, true, 6, 711, NULL, NULL, true, NULL, NULL),
	('P5', 'CREMANT BRUT', 'CREMANT BRUT', 'CREMANT BRUT', NULL, NULL, 56.09, true, 6, 712, NULL, NULL, true, NULL, NULL),
	('P5', 'PINOT GRIS 2020', 'PINOT GRIS 2020', 'PINOT GRIS', NULL, 2020, 52.70, true, 6, 347, NULL, NULL, true, NULL, NULL),
	('P6', 'CREMANT BRUT', 'CREMANT BRUT', 'CREMANT BRUT', NULL, NULL, 46.67, true, 6, 348, NULL, NULL, true, NULL, NULL),
	('P6', 'RIESLING 2021', 'RIESLING 2021', 'RIESLING', NULL, 2021, 48.22, true, 6, 713, NULL, NULL, true, NULL, NULL),
	('P7', 'MUSCAT 2022', 'MUSCAT 2022', 'MUSCAT', NULL, 2022, 56.62, true, 6, 714, NULL, NULL, true, NULL, NULL),
	('P7', 'RIESLING 2021', 'RIESLING 2021', 'RIESLING', NULL, 2021, 50.87, true, 6, 349, NULL, NULL, true, NULL, NULL),
	('P5', 'MUSCAT 2022', 'MUSCAT 2022', 'MUSCAT', NULL, 2022, 41.51, false, NULL, NULL, NULL, NULL, true, NULL, NULL),
	('P5', 'VIN INCONNU', 'VIN INCONNU', 'VIN INCONNU', NULL, NULL, 2.09, false, NULL, NULL, NULL, NULL, false, 'hors_catalogue', NULL),
	('P7', 'PINOT GRIS 2020', 'PINOT GRIS 2020', 'PINOT GRIS', NULL, 2020, 41.06, false, NULL, NULL, NULL, NULL, true, NULL, NULL),
	('P2', 'MUSCAT 2022', 'MUSCAT 2022', 'MUSCAT', NULL, 2022, 18.21, false, NULL, NULL, NULL, NULL, true, NULL, NULL),
	('P6', 'VIN INCONNU', 'VIN INCONNU', 'VIN INCONNU', NULL, NULL, 2.09, false, NULL, NULL, NULL, NULL, false, 'hors_catalogue', NULL),
	('P6', 'MUSCAT 2022', 'MUSCAT 2022', 'MUSCAT', NULL, 2022, 18.21, false, NULL, NULL, NULL, NULL, true, NULL, NULL),
	('P0', 'CREMANT BRUT', 'CREMANT BRUT', 'CREMANT BRUT', NULL, NULL, 26.17, false, NULL, NULL, NULL, NULL, true, NULL, NULL),
	('P6', 'PINOT GRIS 2020', 'PINOT GRIS 2020', 'PINOT GRIS', NULL, 2020, 41.06, false, NULL, NULL, NULL, NULL, true, NULL, NULL),
	('P7', 'VIN INCONNU', 'VIN INCONNU', 'VIN INCONNU', NULL, NULL, 2.09, false, NULL, NULL, NULL, NULL, false, 'hors_catalogue', NULL),
	('P1', 'RIESLING 2021', 'RIESLING 2021', 'RIESLING', NULL, 2021, 16.26, false, NULL, NULL, NULL, NULL, true, NULL, NULL),
	('P2', 'PINOT GRIS 2020', 'PINOT GRIS 2020', 'PINOT GRIS', NULL, 2020, 41.06, false, NULL, NULL, NULL, NULL, true, NULL, NULL),
	('P4', 'RIESLING 2021', 'RIESLING 2021', 'RIESLING', NULL, 2021, 25.12, false, NULL, NULL, NULL, NULL, true, NULL, NULL),
	('P0', 'VIN INCONNU', 'VIN INCONNU', 'VIN INCONNU', NULL, NULL, 2.09, false, NULL, NULL, NULL, NULL, false, 'hors_catalogue', NULL),
	('P7', 'CREMANT BRUT', 'CREMANT BRUT', 'CREMANT BRUT', NULL, NULL, 37.10, false, NULL, NULL, NULL, NULL, true, NULL, NULL),
	('P3', 'PINOT GRIS 2020', 'PINOT GRIS 2020', 'PINOT GRIS', NULL, 2020, 41.06, false, NULL, NULL, NULL, NULL, true, NULL, NULL),
	('P3', 'VIN INCONNU', 'VIN INCONNU', 'VIN INCONNU', NULL, NULL, 2.09, false, NULL, NULL, NULL, NULL, false, 'hors_catalogue', NULL),
	('P4', 'VIN INCONNU', 'VIN INCONNU', 'VIN INCONNU', NULL, NULL, 2.09, false, NULL, NULL, NULL, NULL, false, 'hors_catalogue', NULL),
	('P0', 'RIESLING 2021', 'RIESLING 2021', 'RIESLING', NULL, 2021, 25.12, false, NULL, NULL, NULL, NULL, true, NULL, NULL),
	('P1', 'VIN INCONNU', 'VIN INCONNU', 'VIN INCONNU', NULL, NULL, 2.09, false, NULL, NULL, NULL, NULL, false, 'hors_catalogue', NULL),
	('P1', 'MUSCAT 2022', 'MUSCAT 2022', 'MUSCAT', NULL, 2022, 41.51, false, NULL, NULL, NULL, NULL, true, NULL, NULL),
	('P4', 'CREMANT BRUT', 'CREMANT BRUT', 'CREMANT BRUT', NULL, NULL, 26.17, false, NULL, NULL, NULL, NULL, true, NULL, NULL),
	('P5', 'RIESLING 2021', 'RIESLING 2021', 'RIESLING', NULL, 2021, 16.26, false, NULL, NULL, NULL, NULL, true, NULL, NULL),
	('P3', 'CREMANT BRUT', 'CREMANT BRUT', 'CREMANT BRUT', NULL, NULL, 37.10, false, NULL, NULL, NULL, NULL, true, NULL, NULL);
INSERT INTO crm.letter_choices VALUES
	('P0', 'REBUY', 56.51, NULL, NULL),
	('P1', 'CROSS_SELL', 58.114, NULL, NULL),
	('P2', 'CROSS_SELL', 57.484, NULL, NULL),
	('P3', 'CROSS_SELL', 57.484, NULL, NULL),
	('P4', 'REBUY', 56.50, NULL, NULL),
	('P5', 'CROSS_SELL', 58.114, NULL, NULL),
	('P6', 'CROSS_SELL', 57.484, NULL, NULL),
	('P7', 'CROSS_SELL', 57.484, NULL, NULL);
INSERT INTO crm.letter_facts VALUES
	('P5', 'CROSS_SELL', 2, 'RIESLING 2021', 16.26, 'Riesling 2021', NULL, 2021, NULL, 12.5, NULL, NULL, NULL, NULL, 'Crémant Brut', 'CREMANT BRUT', 0, 2, 5, 4, NULL, NULL, NULL, NULL, NULL, 'fiche'),
	('P1', 'CROSS_SELL', 2, 'RIESLING 2021', 16.26, 'Riesling 2021', NULL, 2021, NULL, 12.5, NULL, NULL, NULL, NULL, 'Crémant Brut', 'CREMANT BRUT', 0, 2, 5, 4, NULL, NULL, NULL, NULL, NULL, 'fiche'),
	('P7', 'CROSS_SELL', 2, 'CREMANT BRUT', 37.10, 'Crémant Brut', NULL, NULL, NULL, 12.5, NULL, NULL, NULL, NULL, 'Riesling 2021', 'RIESLING 2021', 0, 2, 4, 5, NULL, NULL, NULL, NULL, NULL, 'fiche'),
	('P3', 'CROSS_SELL', 2, 'CREMANT BRUT', 37.10, 'Crémant Brut', NULL, NULL, NULL, 12.5, NULL, NULL, NULL, NULL, 'Riesling 2021', 'RIESLING 2021', 0, 2, 4, 5, NULL, NULL, NULL, NULL, NULL, 'fiche'),
	('P7', 'CROSS_SELL', 1, 'PINOT GRIS 2020', 41.06, 'Pinot Gris 2020', NULL, 2020, NULL, 12.5, NULL, NULL, NULL, NULL, 'Muscat 2022', 'MUSCAT 2022', 0, 3, 5, 6, NULL, NULL, NULL, NULL, NULL, 'fiche'),
	('P6', 'CROSS_SELL', 1, 'PINOT GRIS 2020', 41.06, 'Pinot Gris 2020', NULL, 2020, NULL, 12.5, NULL, NULL, NULL, NULL, 'Crémant Brut', 'CREMANT BRUT', 0, 3, 5, 6, NULL, NULL, NULL, NULL, NULL, 'fiche'),
	('P4', 'REBUY', 1, 'PINOT GRIS 2020', 56.50, 'Pinot Gris 2020', NULL, 2020, NULL, 12.5, '2023-07-06', 6, 2020, 'PINOT GRIS 2020', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'commande'),
	('P3', 'CROSS_SELL', 1, 'PINOT GRIS 2020', 41.06, 'Pinot Gris 2020', NULL, 2020, NULL, 12.5, NULL, NULL, NULL, NULL, 'Muscat 2022', 'MUSCAT 2022', 0, 3, 5, 6, NULL, NULL, NULL, NULL, NULL, 'fiche'),
	('P2', 'CROSS_SELL', 1, 'PINOT GRIS 2020', 41.06, 'Pinot Gris 2020', NULL, 2020, NULL, 12.5, NULL, NULL, NULL, NULL, 'Crémant Brut', 'CREMANT BRUT', 0, 3, 5, 6, NULL, NULL, NULL, NULL, NULL, 'fiche'),
	('P0', 'REBUY', 1, 'PINOT GRIS 2020', 56.51, 'Pinot Gris 2020', NULL, 2020, NULL, 12.5, '2023-07-10', 6, 2020, 'PINOT GRIS 2020', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'commande'),
	('P6', 'CROSS_SELL', 2, 'MUSCAT 2022', 18.21, 'Muscat 2022', NULL, 2022, NULL, 12.5, NULL, NULL, NULL, NULL, 'Riesling 2021', 'RIESLING 2021', 0, 2, 4, 5, NULL, NULL, NULL, NULL, NULL, 'fiche'),
	('P5', 'CROSS_SELL', 1, 'MUSCAT 2022', 41.51, 'Muscat 2022', NULL, 2022, NULL, 12.5, NULL, NULL, NULL, NULL, 'Pinot Gris 2020', 'PINOT GRIS 2020', 0, 3, 6, 5, NULL, NULL, NULL, NULL, NULL, 'fiche'),
	('P4', 'REBUY', 2, 'MUSCAT 2022', 51.62, 'Muscat 2022', NULL, 2022, NULL, 12.5, '2024-07-05', 6, 2022, 'MUSCAT 2022', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'commande'),
	('P2', 'CROSS_SELL', 2, 'MUSCAT 2022', 18.21, 'Muscat 2022', NULL, 2022, NULL, 12.5, NULL, NULL, NULL, NULL, 'Riesling 2021', 'RIESLING 2021', 0, 2, 4, 5, NULL, NULL, NULL, NULL, NULL, 'fiche'),
	('P1', 'CROSS_SELL', 1, 'MUSCAT 2022', 41.51, 'Muscat 2022', NULL, 2022, NULL, 12.5, NULL, NULL, NULL, NULL, 'Pinot Gris 2020', 'PINOT GRIS 2020', 0, 3, 6, 5, NULL, NULL, NULL, NULL, NULL, 'fiche'),
	('P0', 'REBUY', 2, 'MUSCAT 2022', 51.65, 'Muscat 2022', NULL, 2022, NULL, 12.5, '2024-07-09', 6, 2022, 'MUSCAT 2022', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'commande');
INSERT INTO crm.letter_offers VALUES
	('P0', 'REBUY', 'MUSCAT 2022', 'MUSCAT 2022', 'MUSCAT', NULL, 2022, 51.65),
	('P0', 'REBUY', 'PINOT GRIS 2020', 'PINOT GRIS 2020', 'PINOT GRIS', NULL, 2020, 56.51),
	('P1', 'REBUY', 'CREMANT BRUT', 'CREMANT BRUT', 'CREMANT BRUT', NULL, NULL, 56.09),
	('P1', 'REBUY', 'PINOT GRIS 2020', 'PINOT GRIS 2020', 'PINOT GRIS', NULL, 2020, 52.73),
	('P2', 'REBUY', 'CREMANT BRUT', 'CREMANT BRUT', 'CREMANT BRUT', NULL, NULL, 46.70),
	('P2', 'REBUY', 'RIESLING 2021', 'RIESLING 2021', 'RIESLING', NULL, 2021, 48.24),
	('P3', 'REBUY', 'MUSCAT 2022', 'MUSCAT 2022', 'MUSCAT', NULL, 2022, 56.62),
	('P3', 'REBUY', 'RIESLING 2021', 'RIESLING 2021', 'RIESLING', NULL, 2021, 50.91),
	('P4', 'REBUY', 'MUSCAT 2022', 'MUSCAT 2022', 'MUSCAT', NULL, 2022, 51.62),
	('P4', 'REBUY', 'PINOT GRIS 2020', 'PINOT GRIS 2020', 'PINOT GRIS', NULL, 2020, 56.50),
	('P5', 'REBUY', 'CREMANT BRUT', 'CREMANT BRUT', 'CREMANT BRUT', NULL, NULL, 56.09),
	('P5', 'REBUY', 'PINOT GRIS 2020', 'PINOT GRIS 2020', 'PINOT GRIS', NULL, 2020, 52.70),
	('P6', 'REBUY', 'CREMANT BRUT', 'CREMANT BRUT', 'CREMANT BRUT', NULL, NULL, 46.67),
	('P6', 'REBUY', 'RIESLING 2021', 'RIESLING 2021', 'RIESLING', NULL, 2021, 48.22),
	('P7', 'REBUY', 'MUSCAT 2022', 'MUSCAT 2022', 'MUSCAT', NULL, 2022, 56.62),
	('P7', 'REBUY', 'RIESLING 2021', 'RIESLING 2021', 'RIESLING', NULL, 2021, 50.87),
	('P5', 'CROSS_SELL', 'MUSCAT 2022', 'MUSCAT 2022', 'MUSCAT', NULL, 2022, 41.51),
	('P7', 'CROSS_SELL', 'PINOT GRIS 2020', 'PINOT GRIS 2020', 'PINOT GRIS', NULL, 2020, 41.06),
	('P2', 'CROSS_SELL', 'MUSCAT 2022', 'MUSCAT 2022', 'MUSCAT', NULL, 2022, 18.21),
	('P6', 'CROSS_SELL', 'MUSCAT 2022', 'MUSCAT 2022', 'MUSCAT', NULL, 2022, 18.21),
	('P0', 'CROSS_SELL', 'CREMANT BRUT', 'CREMANT BRUT', 'CREMANT BRUT', NULL, NULL, 26.17),
	('P6', 'CROSS_SELL', 'PINOT GRIS 2020', 'PINOT GRIS 2020', 'PINOT GRIS', NULL, 2020, 41.06),
	('P1', 'CROSS_SELL', 'RIESLING 2021', 'RIESLING 2021', 'RIESLING', NULL, 2021, 16.26),
	('P2', 'CROSS_SELL', 'PINOT GRIS 2020', 'PINOT GRIS 2020', 'PINOT GRIS', NULL, 2020, 41.06),
	('P4', 'CROSS_SELL', 'RIESLING 2021', 'RIESLING 2021', 'RIESLING', NULL, 2021, 25.12),
	('P7', 'CROSS_SELL', 'CREMANT BRUT', 'CREMANT BRUT', 'CREMANT BRUT', NULL, NULL, 37.10),
	('P3', 'CROSS_SELL', 'PINOT GRIS 2020', 'PINOT GRIS 2020', 'PINOT GRIS', NULL, 2020, 41.06),
	('P0', 'CROSS_SELL', 'RIESLING 2021', 'RIESLING 2021', 'RIESLING', NULL, 2021, 25.12),
	('P1', 'CROSS_SELL', 'MUSCAT 2022', 'MUSCAT 2022', 'MUSCAT', NULL, 2022, 41.51),
	('P4', 'CROSS_SELL', 'CREMANT BRUT', 'CREMANT BRUT', 'CREMANT BRUT', NULL, NULL, 26.17),
	('P5', 'CROSS_SELL', 'RIESLING 2021', 'RIESLING 2021', 'RIESLING', NULL, 2021, 16.26),
	('P3', 'CROSS_SELL', 'CREMANT BRUT', 'CREMANT BRUT', 'CREMANT BRUT', NULL, NULL, 37.10);
INSERT INTO crm.letter_orders VALUES
	('P0', 'MUSCAT', 'MUSCAT 2022', 2022, '2024-07-09', 6),
	('P0', 'PINOT GRIS', 'PINOT GRIS 2020', 2020, '2023-07-10', 6),
	('P4', 'MUSCAT', 'MUSCAT 2022', 2022, '2024-07-05', 6),
	('P4', 'PINOT GRIS', 'PINOT GRIS 2020', 2020, '2023-07-06', 6);
INSERT INTO crm.letter_pairs VALUES
	('P1', 'MUSCAT 2022', 'PINOT GRIS 2020', 'MUSCAT 2022', 'Pinot Gris 2020', 0, 3, 6),
	('P1', 'RIESLING 2021', 'CREMANT BRUT', 'RIESLING 2021', 'Crémant Brut', 0, 2, 5),
	('P2', 'MUSCAT 2022', 'RIESLING 2021', 'MUSCAT 2022', 'Riesling 2021', 0, 2, 4),
	('P2', 'PINOT GRIS 2020', 'CREMANT BRUT', 'PINOT GRIS 2020', 'Crémant Brut', 0, 3, 5),
	('P3', 'CREMANT BRUT', 'RIESLING 2021', 'CREMANT BRUT', 'Riesling 2021', 0, 2, 4),
	('P3', 'PINOT GRIS 2020', 'MUSCAT 2022', 'PINOT GRIS 2020', 'Muscat 2022', 0, 3, 5),
	('P5', 'MUSCAT 2022', 'PINOT GRIS 2020', 'MUSCAT 2022', 'Pinot Gris 2020', 0, 3, 6),
	('P5', 'RIESLING 2021', 'CREMANT BRUT', 'RIESLING 2021', 'Crémant Brut', 0, 2, 5),
	('P6', 'MUSCAT 2022', 'RIESLING 2021', 'MUSCAT 2022', 'Riesling 2021', 0, 2, 4),
	('P6', 'PINOT GRIS 2020', 'CREMANT BRUT', 'PINOT GRIS 2020', 'Crémant Brut', 0, 3, 5),
	('P7', 'CREMANT BRUT', 'RIESLING 2021', 'CREMANT BRUT', 'Riesling 2021', 0, 2, 4),
	('P7', 'PINOT GRIS 2020', 'MUSCAT 2022', 'PINOT GRIS 2020', 'Muscat 2022', 0, 3, 5);
INSERT INTO crm.letter_persons VALUES
	('P0', 'p0.nouveau@example.org', 2, 120, '2024-07-09', 365, 0, false, false, NULL, NULL),
	('P1', 'p1@example.org', 2, 120, '2024-07-08', 365, 0, false, false, NULL, NULL),
	('P2', 'p2@example.org', 3, 180, '2025-05-31', 346, 0, false, false, NULL, NULL),
	('P3', 'p3@example.org', 2, 120, '2024-07-06', 365, 0, false, false, NULL, NULL),
	('P4', 'p4@example.org', 2, 120, '2024-07-05', 365, 0, false, false, NULL, NULL),
	('P5', 'p5@example.org', 2, 120, '2024-07-04', 365, 0, false, false, NULL, NULL),
	('P6', 'p6@example.org', 2, 120, '2024-07-03', 365, 0, false, false, NULL, NULL),
	('P7', 'p7@example.org', 2, 120, '2024-07-02', 365, 0, false, false, NULL, NULL),
	('P8', NULL, 2, 120, '2024-07-01', 365, 0, false, false, 'sans_email', NULL),
	('P9', 'p9@example.org', 2, 120, '2024-06-30', 365, 0, false, false, 'refus_optin', NULL);
INSERT INTO crm.letter_places VALUES
	('P0', 'PINOT GRIS 2020', 'REBUY', 'PINOT GRIS 2020', 56.51, 1, NULL, NULL),
	('P0', 'MUSCAT 2022', 'REBUY', 'MUSCAT 2022', 51.65, 2, NULL, NULL),
	('P1', 'MUSCAT 2022', 'CROSS_SELL', 'MUSCAT 2022', 41.51, 1, NULL, NULL),
	('P1', 'RIESLING 2021', 'CROSS_SELL', 'RIESLING 2021', 16.26, 2, NULL, NULL),
	('P2', 'PINOT GRIS 2020', 'CROSS_SELL', 'PINOT GRIS 2020', 41.06, 1, NULL, NULL),
	('P2', 'MUSCAT 2022', 'CROSS_SELL', 'MUSCAT 2022', 18.21, 2, NULL, NULL),
	('P3', 'PINOT GRIS 2020', 'CROSS_SELL', 'PINOT GRIS 2020', 41.06, 1, NULL, NULL),
	('P3', 'CREMANT BRUT', 'CROSS_SELL', 'CREMANT BRUT', 37.10, 2, NULL, NULL),
	('P4', 'PINOT GRIS 2020', 'REBUY', 'PINOT GRIS 2020', 56.50, 1, NULL, NULL),
	('P4', 'MUSCAT 2022', 'REBUY', 'MUSCAT 2022', 51.62, 2, NULL, NULL),
	('P5', 'MUSCAT 2022', 'CROSS_SELL', 'MUSCAT 2022', 41.51, 1, NULL, NULL),
	('P5', 'RIESLING 2021', 'CROSS_SELL', 'RIESLING 2021', 16.26, 2, NULL, NULL),
	('P6', 'PINOT GRIS 2020', 'CROSS_SELL', 'PINOT GRIS 2020', 41.06, 1, NULL, NULL),
	('P6', 'MUSCAT 2022', 'CROSS_SELL', 'MUSCAT 2022', 18.21, 2, NULL, NULL),
	('P7', 'PINOT GRIS 2020', 'CROSS_SELL', 'PINOT GRIS 2020', 41.06, 1, NULL, NULL),
	('P7', 'CREMANT BRUT', 'CROSS_SELL', 'CREMANT BRUT', 37.10, 2, NULL, NULL);
INSERT INTO crm.letter_stock VALUES
	('P3', 'CREMANT BRUT', 'CROSS_SELL', 'CREMANT BRUT', 'CREMANT BRUT', NULL, NULL, 37.10, 1, NULL, NULL),
	('P7', 'CREMANT BRUT', 'CROSS_SELL', 'CREMANT BRUT', 'CREMANT BRUT', NULL, NULL, 37.10, 2, NULL, NULL),
	('P1', 'MUSCAT 2022', 'CROSS_SELL', 'MUSCAT 2022', 'MUSCAT', NULL, 2022, 41.51, 1, NULL, NULL),
	('P5', 'MUSCAT 2022', 'CROSS_SELL', 'MUSCAT 2022', 'MUSCAT', NULL, 2022, 41.51, 2, NULL, NULL),
	('P0', 'MUSCAT 2022', 'REBUY', 'MUSCAT 2022', 'MUSCAT', NULL, 2022, 51.65, 3, NULL, NULL),
	('P4', 'MUSCAT 2022', 'REBUY', 'MUSCAT 2022', 'MUSCAT', NULL, 2022, 51.62, 4, NULL, NULL),
	('P2', 'MUSCAT 2022', 'CROSS_SELL', 'MUSCAT 2022', 'MUSCAT', NULL, 2022, 18.21, 5, NULL, NULL),
	('P6', 'MUSCAT 2022', 'CROSS_SELL', 'MUSCAT 2022', 'MUSCAT', NULL, 2022, 18.21, 6, NULL, NULL),
	('P0', 'PINOT GRIS 2020', 'REBUY', 'PINOT GRIS 2020', 'PINOT GRIS', NULL, 2020, 56.51, 1, NULL, NULL),
	('P4', 'PINOT GRIS 2020', 'REBUY', 'PINOT GRIS 2020', 'PINOT GRIS', NULL, 2020, 56.50, 2, NULL, NULL),
	('P2', 'PINOT GRIS 2020', 'CROSS_SELL', 'PINOT GRIS 2020', 'PINOT GRIS', NULL, 2020, 41.06, 3, NULL, NULL),
	('P3', 'PINOT GRIS 2020', 'CROSS_SELL', 'PINOT GRIS 2020', 'PINOT GRIS', NULL, 2020, 41.06, 4, NULL, NULL),
	('P6', 'PINOT GRIS 2020', 'CROSS_SELL', 'PINOT GRIS 2020', 'PINOT GRIS', NULL, 2020, 41.06, 5, NULL, NULL),
	('P7', 'PINOT GRIS 2020', 'CROSS_SELL', 'PINOT GRIS 2020', 'PINOT GRIS', NULL, 2020, 41.06, 6, NULL, NULL),
	('P1', 'RIESLING 2021', 'CROSS_SELL', 'RIESLING 2021', 'RIESLING', NULL, 2021, 16.26, 1, NULL, NULL),
	('P5', 'RIESLING 2021', 'CROSS_SELL', 'RIESLING 2021', 'RIESLING', NULL, 2021, 16.26, 2, NULL, NULL);
INSERT INTO crm.letter_tastes VALUES
	('P0', 'MUSCAT', 'MUSCAT 2022', 2022, NULL, NULL, '2024-07-09', 6),
	('P0', 'PINOT GRIS', 'PINOT GRIS 2020', 2020, NULL, NULL, '2023-07-10', 6),
	('P1', 'CREMANT BRUT', 'CREMANT BRUT', NULL, NULL, NULL, '2023-07-09', 6),
	('P1', 'PINOT GRIS', 'PINOT GRIS 2020', 2020, NULL, NULL, '2024-07-08', 6),
	('P2', 'CREMANT BRUT', 'CREMANT BRUT', NULL, NULL, NULL, '2024-07-07', 6),
	('P2', 'RIESLING', 'RIESLING 2021', 2021, NULL, NULL, '2023-07-08', 6),
	('P2', 'VIN INCONNU', 'VIN INCONNU', NULL, NULL, NULL, '2025-05-31', 6),
	('P3', 'MUSCAT', 'MUSCAT 2022', 2022, NULL, NULL, '2023-07-07', 6),
	('P3', 'RIESLING', 'RIESLING 2021', 2021, NULL, NULL, '2024-07-06', 6),
	('P4', 'MUSCAT', 'MUSCAT 2022', 2022, NULL, NULL, '2024-07-05', 6),
	('P4', 'PINOT GRIS', 'PINOT GRIS 2020', 2020, NULL, NULL, '2023-07-06', 6),
	('P5', 'CREMANT BRUT', 'CREMANT BRUT', NULL, NULL, NULL, '2023-07-05', 6),
	('P5', 'PINOT GRIS', 'PINOT GRIS 2020', 2020, NULL, NULL, '2024-07-04', 6),
	('P6', 'CREMANT BRUT', 'CREMANT BRUT', NULL, NULL, NULL, '2024-07-03', 6),
	('P6', 'RIESLING', 'RIESLING 2021', 2021, NULL, NULL, '2023-07-04', 6),
	('P7', 'MUSCAT', 'MUSCAT 2022', 2022, NULL, NULL, '2023-07-03', 6),
	('P7', 'RIESLING', 'RIESLING 2021', 2021, NULL, NULL, '2024-07-02', 6);
INSERT INTO crm.letter_wines VALUES
	('VIN A', 'VIN A', 'Vin A', NULL, NULL, NULL, NULL, NULL, NULL, 0, 'sans_prix', NULL),
	('RIESLING 2021', 'RIESLING', 'Riesling 2021', 2021, NULL, NULL, NULL, NULL, 12.5, 600, NULL, 'RIESLING 2021'),
	('PINOT GRIS 2020', 'PINOT GRIS', 'Pinot Gris 2020', 2020, NULL, NULL, NULL, NULL, 12.5, 600, NULL, 'PINOT GRIS 2020'),
	('MUSCAT 2022', 'MUSCAT', 'Muscat 2022', 2022, NULL, NULL, NULL, NULL, 12.5, 600, NULL, 'MUSCAT 2022'),
	('CREMANT BRUT', 'CREMANT BRUT', 'Crémant Brut', NULL, NULL, NULL, NULL, NULL, 12.5, 600, NULL, 'CREMANT BRUT'),
	('VIN INCONNU', 'VIN INCONNU', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 'hors_catalogue', NULL);
INSERT INTO crm.reco_baskets VALUES
	(false, 1, '{2,3}', '{0.87530965,0.7593352}', 1.4142135623730951),
	(false, 2, '{3,1}', '{0.8749686,0.7590395}', 1.4142135623730951),
	(false, 3, '{5,1,4}', '{0.9937887,0.87462795,0.75874436}', 1.7320508075688772),
	(false, 4, '{4,2}', '{0.8742877,0.7584491}', 1.4142135623730951),
	(false, 5, '{2,3}', '{0.8739474,0.7581537}', 1.4142135623730951),
	(false, 6, '{3,1}', '{0.8736069,0.75785816}', 1.4142135623730951),
	(false, 7, '{1,4}', '{0.8732669,0.7575632}', 1.4142135623730951),
	(false, 8, '{4,2}', '{0.8729267,0.75726813}', 1.4142135623730951),
	(false, 9, '{2,3}', '{0.87258697,0.75697356}', 1.4142135623730951),
	(false, 10, '{3,1}', '{0.8722471,0.75667894}', 1.4142135623730951),
	(true, 1, '{2,3}', '{0.90617716,0.7861132}', 1.4142135623730951),
	(true, 2, '{3,1}', '{0.9058245,0.78580725}', 1.4142135623730951),
	(true, 3, '{1,4}', '{0.9054717,0.7855011}', 1.4142135623730951),
	(true, 4, '{4,2}', '{0.9051193,0.7851955}', 1.4142135623730951),
	(true, 5, '{2,3}', '{0.9047668,0.7848898}', 1.4142135623730951),
	(true, 6, '{3,1}', '{0.9044147,0.784584}', 1.4142135623730951),
	(true, 7, '{1,4}', '{0.9040625,0.78427863}', 1.4142135623730951),
	(true, 8, '{4,2}', '{0.90371066,0.7839732}', 1.4142135623730951),
	(true, 9, '{2,3}', '{0.90335876,0.7836683}', 1.4142135623730951),
	(true, 10, '{3,1}', '{0.9030072,0.7833633}', 1.4142135623730951);
INSERT INTO crm.reco_best_sellers VALUES
	(false, 1, 5),
	(false, 2, 3),
	(false, 3, 2),
	(false, 4, 1),
	(false, 5, 4),
	(true, 1, 3),
	(true, 2, 2),
	(true, 3, 1),
	(true, 4, 4);
INSERT INTO crm.reco_calendar VALUES
	(false, '2025-06-16', 89),
	(true, '2025-03-19', 89);
INSERT INTO crm.reco_favours VALUES
	(1, 0.872875068285366, 0.9332540995817529, 0.5647407464796916, 0.5758494638074386, 0.564741),
	(3, 0.857462493041215, 1.016246832092172, 0.7828492169560174, 0.5936816773385009, 0.782849),
	(5, 1.3373550480775986, 0.905690484570055, 1, 0.9056901764699129, 1),
	(2, 0.8740300311335278, 0.9918005680791472, 0.7440628759461199, 0.6119742943793915, 0.744063),
	(4, 0.8914168663282541, 0.9022239323536927, 0.5218632508430877, 0.5952457104148831, 0.521863);
INSERT INTO crm.reco_health VALUES
	('conseil', 'acheteurs_conseilles', 100.0, '%', 'ok', 'Acheteurs pour qui des vins sont proposés', 1),
	('conseil', 'personnes_servies', 100.0, '%', 'info', 'Personnes contactables qui reçoivent une lettre', 2),
	('conseil', 'couverture_catalogue', 80.0, '%', 'info', 'Vins actifs du catalogue présents dans une lettre', 3),
	('conseil', 'part_trois_premiers', 87.5, '%', 'ok', 'Places des lettres prises par les trois vins les plus proposés', 4),
	('conseil', 'diversite', 3.2, 'vins', 'info', 'Vins également proposés qui feraient la même variété', 5),
	('conseil', 'derive_scores', 0.0, 'points', 'ok', 'Score moyen, écart avec le calcul précédent', 6),
	('conseil', 'stabilite', NULL, '%', 'info', 'Lettres déjà proposées ce jour et inchangées', 7);
INSERT INTO crm.reco_history VALUES
	(true, 3, 1, 1, '2024-07-07', 451855, 819879),
	(true, 3, 4, 1, '2023-07-08', 144936, 617012),
	(false, 3, 5, 1, '2025-05-31', 951378, 987616),
	(false, 1, 2, 1, '2024-07-09', 344583, 766167),
	(true, 5, 2, 1, '2024-07-05', 449049, 818603),
	(false, 9, 3, 1, '2023-07-02', 107807, 573009),
	(false, 7, 1, 1, '2024-07-03', 338202, 762595),
	(false, 3, 1, 1, '2024-07-07', 342442, 764974),
	(true, 6, 1, 1, '2023-07-05', 143587, 615572),
	(true, 6, 3, 1, '2024-07-04', 447652, 817966),
	(false, 5, 2, 1, '2024-07-05', 340315, 763784),
	(false, 7, 4, 1, '2023-07-04', 108480, 573902),
	(true, 5, 3, 1, '2023-07-06', 144035, 616052),
	(true, 2, 3, 1, '2024-07-08', 453265, 820518),
	(false, 2, 3, 1, '2024-07-08', 343511, 765570),
	(false, 4, 4, 1, '2024-07-06', 341377, 764379),
	(false, 6, 1, 1, '2023-07-05', 108819, 574349),
	(false, 6, 3, 1, '2024-07-04', 339257, 763189),
	(true, 1, 2, 1, '2024-07-09', 454679, 821157),
	(false, 4, 2, 1, '2023-07-07', 109499, 575245),
	(false, 1, 3, 1, '2023-07-10', 110527, 576590),
	(false, 8, 4, 1, '2024-07-02', 337150, 762001),
	(false, 8, 2, 1, '2023-07-03', 108143, 573455),
	(true, 4, 2, 1, '2023-07-07', 144485, 616532),
	(true, 4, 4, 1, '2024-07-06', 450450, 819241),
	(false, 10, 3, 1, '2024-06-30', 335055, 760815),
	(true, 10, 3, 1, '2024-06-30', 442108, 815422),
	(false, 5, 3, 1, '2023-07-06', 109158, 574797),
	(false, 10, 1, 1, '2023-07-01', 107471, 572563),
	(true, 2, 1, 1, '2023-07-09', 145388, 617493),
	(false, 3, 4, 1, '2023-07-08', 109841, 575693),
	(true, 9, 2, 1, '2024-07-01', 443488, 816057),
	(true, 7, 4, 1, '2023-07-04', 143141, 615093),
	(true, 1, 3, 1, '2023-07-10', 145841, 617974),
	(true, 10, 1, 1, '2023-07-01', 141809, 613658),
	(false, 9, 2, 1, '2024-07-01', 336101, 761408),
	(true, 8, 2, 1, '2023-07-03', 142695, 614614),
	(false, 2, 1, 1, '2023-07-09', 110183, 576141),
	(true, 7, 1, 1, '2024-07-03', 446260, 817329),
	(true, 9, 3, 1, '2023-07-02', 142252, 614136),
	(true, 8, 4, 1, '2024-07-02', 444872, 816693);
INSERT INTO crm.reco_neighbours VALUES
	(false, 3, 1, 92633091, 1, 0.056301801281809324),
	(false, 4, 1, 49897623, 2, 0.056301801281809324),
	(false, 3, 2, 92705313, 1, 0.05801050968800897),
	(false, 4, 2, 54904150, 2, 0.05801050968800897),
	(false, 1, 3, 100000000, 1, 0.05209250666019598),
	(false, 2, 3, 97097281, 2, 0.05209250666019598),
	(false, 2, 4, 50307444, 1, 0.06397189602555142),
	(false, 1, 4, 47123587, 2, 0.06397189602555142),
	(true, 3, 1, 93868029, 1, 0.016566677179009635),
	(true, 4, 1, 55010697, 2, 0.016566677179009635),
	(true, 3, 2, 93941177, 1, 0.01974011340616782),
	(true, 4, 2, 54967917, 2, 0.01974011340616782),
	(true, 1, 3, 100000000, 1, 0.01750327102158596),
	(true, 2, 3, 98391718, 2, 0.01750327102158596),
	(true, 1, 4, 51892155, 1, 0.01858611931965915),
	(true, 2, 4, 50978152, 2, 0.01858611931965915);
INSERT INTO crm.reco_option_marks VALUES
	(7, 0, NULL, true),
	(1, 0, NULL, false),
	(2, 0, NULL, false),
	(3, 0, NULL, false),
	(4, 0, NULL, false),
	(5, 0, NULL, false),
	(6, 0, NULL, false),
	(8, 0, NULL, false);
INSERT INTO crm.reco_options VALUES
	(1, 0.01, 0.8, false),
	(2, 0.01, 2, false),
	(3, 0.1, 0.8, false),
	(4, 0.1, 2, false),
	(5, 0.3, 0.8, false),
	(6, 0.3, 2, false),
	(7, 1, 0.8, true),
	(8, 1, 2, false);
INSERT INTO crm.reco_pairs VALUES
	(false, 1, 4, 2, 850931),
	(false, 2, 4, 2, 936310),
	(false, 1, 3, 3, 1404467),
	(false, 2, 3, 3, 1405562),
	(true, 1, 4, 2, 1004294),
	(true, 2, 4, 2, 1003513),
	(true, 1, 3, 3, 1505271),
	(true, 2, 3, 3, 1506444);
INSERT INTO crm.reco_persons VALUES
	('P0', 1, false, true),
	('P1', 2, false, true),
	('P2', 3, true, true),
	('P3', 4, false, true),
	('P4', 5, false, true),
	('P5', 6, false, true),
	('P6', 7, false, true),
	('P7', 8, false, true),
	('P8', 9, false, true),
	('P9', 10, false, true);
INSERT INTO crm.reco_pool VALUES
	(3, 3, 0, 100000000),
	(3, 4, 0.7155677008063197, 51892155),
	(3, 2, 0, 31131344),
	(3, 1, 0.8251557860965549, 31155573);
INSERT INTO crm.reco_products VALUES
	(1, 'CREMANT BRUT'),
	(2, 'MUSCAT 2022'),
	(3, 'PINOT GRIS 2020'),
	(4, 'RIESLING 2021'),
	(5, 'VIN INCONNU');
INSERT INTO crm.reco_profile_marks VALUES
	(1, 0, NULL, 0),
	(2, 0, NULL, 0),
	(3, 0, NULL, 0),
	(4, 0, NULL, 1),
	(5, 0, NULL, 0),
	(6, 0, NULL, 0),
	(7, 0, NULL, 0),
	(8, 0, NULL, 0),
	(9, 0, NULL, 0),
	(10, 0, NULL, 0),
	(11, 0, NULL, 0),
	(12, 0, NULL, 0);
INSERT INTO crm.reco_profiles VALUES
	(1, -0.3, 1.7, 0.25, true, false),
	(2, -0.3, 0.4, 0.5, false, false),
	(3, -0.3, 0.2, 0.75, false, false),
	(4, 0, 1.7, 0.25, false, true),
	(5, 0, 0.4, 0.5, false, false),
	(6, 0, 0.2, 0.75, false, false),
	(7, 0.3, 1.7, 0.25, false, false),
	(8, 0.3, 0.4, 0.5, false, false),
	(9, 0.3, 0.2, 0.75, false, false),
	(10, 0.6, 1.7, 0.25, false, false),
	(11, 0.6, 0.4, 0.5, false, false),
	(12, 0.6, 0.2, 0.75, false, false);
INSERT INTO crm.reco_purchases VALUES
	(10, 3, 'FACTURE|F109|2024-06-30', '2024-06-30'),
	(4, 4, 'FACTURE|F103|2024-07-06', '2024-07-06'),
	(5, 2, 'FACTURE|F104|2024-07-05', '2024-07-05'),
	(8, 4, 'FACTURE|F107|2024-07-02', '2024-07-02'),
	(3, 5, 'FACTURE|F901|2025-05-31', '2025-05-31'),
	(3, 1, 'FACTURE|F102|2024-07-07', '2024-07-07'),
	(7, 1, 'FACTURE|F106|2024-07-03', '2024-07-03'),
	(9, 3, 'FACTURE|F208|2023-07-02', '2023-07-02'),
	(9, 2, 'FACTURE|F108|2024-07-01', '2024-07-01'),
	(2, 1, 'FACTURE|F201|2023-07-09', '2023-07-09'),
	(6, 3, 'FACTURE|F105|2024-07-04', '2024-07-04'),
	(10, 1, 'FACTURE|F209|2023-07-01', '2023-07-01'),
	(6, 1, 'FACTURE|F205|2023-07-05', '2023-07-05'),
	(5, 3, 'FACTURE|F204|2023-07-06', '2023-07-06'),
	(1, 3, 'FACTURE|F200|2023-07-10', '2023-07-10'),
	(8, 2, 'FACTURE|F207|2023-07-03', '2023-07-03'),
	(4, 2, 'FACTURE|F203|2023-07-07', '2023-07-07'),
	(7, 4, 'FACTURE|F206|2023-07-04', '2023-07-04'),
	(3, 4, 'FACTURE|F202|2023-07-08', '2023-07-08'),
	(2, 3, 'FACTURE|F101|2024-07-08', '2024-07-08'),
	(1, 2, 'FACTURE|F100|2024-07-09', '2024-07-09');
INSERT INTO crm.reco_readers VALUES
	(false, 8, 2, 60),
	(false, 6, 2, 60),
	(false, 2, 2, 60),
	(true, 3, 2, 60),
	(false, 7, 2, 60),
	(false, 3, 3, 60),
	(false, 10, 2, 60),
	(false, 5, 2, 60),
	(false, 4, 2, 60),
	(false, 1, 2, 60),
	(false, 9, 2, 60);
INSERT INTO crm.reco_score_history VALUES
	('2025-06-09', 10, 47.9482),
	('2025-06-16', 10, 47.9671);
INSERT INTO crm.reco_strengths VALUES
	(false, 4, 0.8359063077983514),
	(true, 4, 0.8088705742752206),
	(false, 1, 0.7894344589821477),
	(true, 3, 0.7162279994189057),
	(false, 2, 0.765922241174154),
	(true, 1, 0.7630159128858646),
	(true, 2, 0.750159895545266),
	(false, 3, 0.7312775407357478),
	(false, 5, 1.183564243045711);
INSERT INTO crm.reco_trends VALUES
	(true, 1, 3, 6, 1.118537224613982, 1, 0.9989909727747417),
	(true, 4, 3, 6, 0.6534390230470022, 1, 0.9989909727747417),
	(true, 7, 3, 6, 0.38173298791014887, 1, 0.9989909727747417),
	(true, 10, 3, 6, 0.22300485419330113, 1, 0.9989909727747417),
	(true, 1, 4, 4, 0.9904260006500005, 0.6666200383083962, 0.999071029434471),
	(true, 4, 4, 4, 0.6534374714464177, 0.6666200383083962, 0.999071029434471),
	(true, 7, 4, 4, 0.4311079563844927, 0.6666200383083962, 0.999071029434471),
	(true, 10, 4, 4, 0.284425179423237, 0.6666200383083962, 0.999071029434471),
	(true, 1, 1, 5, 1.025084557316585, 0.7213928164899818, 0.9799569612682195),
	(true, 4, 1, 5, 0.6325118840156836, 0.7213928164899818, 0.9799569612682195),
	(true, 7, 1, 5, 0.3902812510105079, 0.7213928164899818, 0.9799569612682195),
	(true, 10, 1, 5, 0.2408167478582114, 0.7213928164899818, 0.9799569612682195),
	(true, 1, 2, 5, 1.0913193014353273, 0.9504559979154381, 1.0203522848584317),
	(true, 4, 2, 5, 0.6733809640255426, 0.9504559979154381, 1.0203522848584317),
	(true, 7, 2, 5, 0.41549885731480435, 0.9504559979154381, 1.0203522848584317),
	(true, 10, 2, 5, 0.2563768648847039, 0.9504559979154381, 1.0203522848584317),
	(true, 2, 1, 5, 0.08495879516312736, 0.6662208351909644, 0.9799569612682195),
	(true, 5, 1, 5, 0.05242245355154255, 0.6662208351909644, 0.9799569612682195),
	(true, 8, 1, 5, 0.03234642900816859, 0.6662208351909644, 0.9799569612682195),
	(true, 11, 1, 5, 0.019958842036108832, 0.6662208351909644, 0.9799569612682195),
	(true, 2, 3, 6, 0.0983763741672588, 0.9809778570367068, 0.9989909727747417),
	(true, 5, 3, 6, 0.05747056102575809, 0.9809778570367068, 0.9989909727747417),
	(true, 8, 3, 6, 0.03357376618698995, 0.9809778570367068, 0.9989909727747417),
	(true, 11, 3, 6, 0.019613481334790933, 0.9809778570367068, 0.9989909727747417),
	(true, 2, 2, 5, 0.10215543162857173, 1, 1.0203522848584317),
	(true, 5, 2, 5, 0.06303336057560746, 1, 1.0203522848584317),
	(true, 8, 2, 5, 0.03889371795619024, 1, 1.0203522848584317),
	(true, 11, 2, 5, 0.023998741026050662, 1, 1.0203522848584317),
	(true, 2, 4, 4, 0.08707605157825565, 0.6531926487343339, 0.999071029434471),
	(true, 5, 4, 4, 0.057448769448188455, 0.6531926487343339, 0.999071029434471),
	(true, 8, 4, 4, 0.037902052875526414, 0.6531926487343339, 0.999071029434471),
	(true, 11, 4, 4, 0.025006029301894814, 0.6531926487343339, 0.999071029434471),
	(true, 3, 4, 4, 0.0004837559726285221, 0.635036496350365, 0.999071029434471),
	(true, 6, 4, 4, 0.00031915991638348533, 0.635036496350365, 0.999071029434471),
	(true, 9, 4, 4, 0.00021056701723481217, 0.635036496350365, 0.999071029434471),
	(true, 12, 4, 4, 0.00013892242249459352, 0.635036496350365, 0.999071029434471),
	(true, 3, 3, 6, 0.0005474198050436462, 0.956204379562044, 0.9989909727747417),
	(true, 6, 3, 6, 0.00031979754873848583, 0.956204379562044, 0.9989909727747417),
	(true, 9, 3, 6, 0.00018682274780136996, 0.956204379562044, 0.9989909727747417),
	(true, 12, 3, 6, 0.00010914010827705238, 0.956204379562044, 0.9989909727747417),
	(true, 3, 2, 5, 0.0006059617707795214, 1, 1.0203522848584317),
	(true, 6, 2, 5, 0.00037389893208474517, 1, 1.0203522848584317),
	(true, 9, 2, 5, 0.00023070830233113684, 1, 1.0203522848584317),
	(true, 12, 2, 5, 0.00014235483494895717, 1, 1.0203522848584317),
	(true, 3, 1, 5, 0.00045850889191137526, 0.6642335766423358, 0.9799569612682195),
	(true, 6, 1, 5, 0.00028291551266754726, 0.6642335766423358, 0.9799569612682195),
	(true, 9, 1, 5, 0.00017456845160466848, 0.6642335766423358, 0.9799569612682195),
	(true, 12, 1, 5, 0.00010771464600267967, 0.6642335766423358, 0.9799569612682195),
	(false, 3, 4, 4, 0.018637550292626225, 3.7292281989319487e-06, 0.8914168663282541),
	(false, 6, 4, 4, 0.012296197524273987, 3.7292281989319487e-06, 0.8914168663282541),
	(false, 9, 4, 4, 0.008112464952852802, 3.7292281989319487e-06, 0.8914168663282541),
	(false, 12, 4, 4, 0.005352230840578563, 3.7292281989319487e-06, 0.8914168663282541),
	(false, 3, 2, 5, 0.01714550195610092, 7.458456397863897e-06, 0.8740300311335278),
	(false, 6, 2, 5, 0.010579355300246432, 7.458456397863897e-06, 0.8740300311335278),
	(false, 9, 2, 5, 0.006527820465998463, 7.458456397863897e-06, 0.8740300311335278),
	(false, 12, 2, 5, 0.0040278862772777655, 7.458456397863897e-06, 0.8740300311335278),
	(false, 3, 3, 6, 0.015976865443784183, 7.458456397863897e-06, 0.857462493041215),
	(false, 6, 3, 6, 0.009333535904933927, 7.458456397863897e-06, 0.857462493041215),
	(false, 9, 3, 6, 0.005452564697074728, 7.458456397863897e-06, 0.857462493041215),
	(false, 12, 3, 6, 0.0031853374839506845, 7.458456397863897e-06, 0.857462493041215),
	(false, 3, 1, 5, 0.017144495239050116, 5.593842298397924e-06, 0.872875068285366),
	(false, 6, 1, 5, 0.010578734121735907, 5.593842298397924e-06, 0.872875068285366),
	(false, 9, 1, 5, 0.006527437177822675, 5.593842298397924e-06, 0.872875068285366),
	(false, 12, 1, 5, 0.004027649775494124, 5.593842298397924e-06, 0.872875068285366),
	(false, 3, 5, 1, 0.4706026737562731, 1, 1.3373550480775986),
	(false, 6, 5, 1, 0.4706026737562731, 1, 1.3373550480775986),
	(false, 9, 5, 1, 0.4706026737562731, 1, 1.3373550480775986),
	(false, 12, 5, 1, 0.4706026737562731, 1, 1.3373550480775986),
	(false, 2, 1, 5, 0.09796069571271905, 0.0032471788597459063, 0.872875068285366),
	(false, 5, 1, 5, 0.06044506647035852, 0.0032471788597459063, 0.872875068285366),
	(false, 8, 1, 5, 0.037296652846573054, 0.0032471788597459063, 0.872875068285366),
	(false, 11, 1, 5, 0.02301329777244822, 0.0032471788597459063, 0.872875068285366),
	(false, 2, 5, 1, 0.707127915506727, 1, 1.3373550480775986),
	(false, 5, 5, 1, 0.707127915506727, 1, 1.3373550480775986),
	(false, 8, 5, 1, 0.707127915506727, 1, 1.3373550480775986),
	(false, 11, 5, 1, 0.707127915506727, 1, 1.3373550480775986),
	(false, 2, 2, 5, 0.10082192500543134, 0.004873499306321758, 0.8740300311335278),
	(false, 5, 2, 5, 0.06221054183296843, 0.004873499306321758, 0.8740300311335278),
	(false, 8, 2, 5, 0.03838601092910126, 0.004873499306321758, 0.8740300311335278),
	(false, 11, 2, 5, 0.023685468597995855, 0.004873499306321758, 0.8740300311335278),
	(false, 2, 4, 4, 0.10116853522987103, 0.0031829999672277997, 0.8914168663282541),
	(false, 5, 4, 4, 0.06674634127856054, 0.0031829999672277997, 0.8914168663282541),
	(false, 8, 4, 4, 0.044036162666104, 0.0031829999672277997, 0.8914168663282541),
	(false, 11, 4, 4, 0.02905303249900311, 0.0031829999672277997, 0.8914168663282541),
	(false, 2, 3, 6, 0.09780008081100738, 0.004780644738423221, 0.857462493041215),
	(false, 5, 3, 6, 0.05713389581747469, 0.004780644738423221, 0.857462493041215),
	(false, 8, 3, 6, 0.03337708950967101, 0.004780644738423221, 0.857462493041215),
	(false, 11, 3, 6, 0.019498584652717817, 0.004780644738423221, 0.857462493041215),
	(false, 1, 3, 6, 1.016246832092172, 0.7828492169560174, 0.857462493041215),
	(false, 4, 3, 6, 0.5936819289729868, 0.7828492169560174, 0.857462493041215),
	(false, 7, 3, 6, 0.3468234504244133, 0.7828492169560174, 0.857462493041215),
	(false, 10, 3, 6, 0.2026110277137451, 0.7828492169560174, 0.857462493041215),
	(false, 1, 2, 5, 0.9918005680791472, 0.7440628759461199, 0.8740300311335278),
	(false, 4, 2, 5, 0.6119745355697761, 0.7440628759461199, 0.8740300311335278),
	(false, 7, 2, 5, 0.37760901156890286, 0.7440628759461199, 0.8740300311335278),
	(false, 10, 2, 5, 0.23299754700624495, 0.7440628759461199, 0.8740300311335278),
	(false, 1, 4, 4, 0.9022239323536927, 0.5218632508430877, 0.8914168663282541),
	(false, 4, 4, 4, 0.5952458080146631, 0.5218632508430877, 0.8914168663282541),
	(false, 7, 4, 4, 0.3927157762648757, 0.5218632508430877, 0.8914168663282541),
	(false, 10, 4, 4, 0.25909578673341077, 0.5218632508430877, 0.8914168663282541),
	(false, 1, 5, 1, 0.905690484570055, 1, 1.3373550480775986),
	(false, 4, 5, 1, 0.905690484570055, 1, 1.3373550480775986),
	(false, 7, 5, 1, 0.905690484570055, 1, 1.3373550480775986),
	(false, 10, 5, 1, 0.905690484570055, 1, 1.3373550480775986),
	(false, 1, 1, 5, 0.9332540995817529, 0.5647407464796916, 0.872875068285366),
	(false, 4, 1, 5, 0.5758493819642135, 0.5647407464796916, 0.872875068285366),
	(false, 7, 1, 5, 0.3553185684983089, 0.5647407464796916, 0.872875068285366),
	(false, 10, 1, 5, 0.2192435888166559, 0.5647407464796916, 0.872875068285366);
INSERT INTO crm.recommendation_candidates VALUES
	('P0', 'VIN INCONNU', false, 2.0949, 0.000000, 0.020000, 1.000000, 5, 3),
	('P0', 'RIESLING 2021', false, 25.1201, 0.000000, 0.470419, 0.521863, 4, 2),
	('P0', 'CREMANT BRUT', false, 26.1653, 0.000000, 0.507484, 0.564741, 3, 1),
	('P0', 'MUSCAT 2022', true, 51.6477, 0.788015, 0.542609, 0.744063, 2, NULL),
	('P0', 'PINOT GRIS 2020', true, 56.5057, 0.702586, 1.015657, 0.782849, 1, NULL),
	('P1', 'VIN INCONNU', false, 2.0949, 0.000000, 0.020000, 1.000000, 5, 3),
	('P1', 'RIESLING 2021', false, 16.2621, 0.000000, 0.272322, 0.521863, 4, 2),
	('P1', 'MUSCAT 2022', false, 41.5078, 0.000000, 1.014881, 0.744063, 3, 1),
	('P1', 'PINOT GRIS 2020', true, 52.7301, 0.787638, 0.641632, 0.782849, 2, NULL),
	('P1', 'CREMANT BRUT', true, 56.0943, 0.702455, 0.951531, 0.564741, 1, NULL),
	('P2', 'MUSCAT 2022', false, 18.2071, 0.000000, 0.318354, 0.744063, 5, 2),
	('P2', 'PINOT GRIS 2020', false, 41.0624, 0.000000, 1.015657, 0.782849, 4, 1),
	('P2', 'CREMANT BRUT', true, 46.7034, 0.787262, 0.270814, 0.564741, 3, NULL),
	('P2', 'RIESLING 2021', true, 48.2363, 0.702326, 0.428800, 0.521863, 2, NULL),
	('P2', 'VIN INCONNU', true, 57.2494, 0.985342, 0.020000, 1.000000, 1, NULL),
	('P3', 'VIN INCONNU', false, 2.0949, 0.000000, 0.020000, 1.000000, 5, 3),
	('P3', 'CREMANT BRUT', false, 37.0974, 0.000000, 0.844564, 0.564741, 4, 2),
	('P3', 'PINOT GRIS 2020', false, 41.0624, 0.000000, 1.015657, 0.782849, 3, 1),
	('P3', 'RIESLING 2021', true, 50.9062, 0.786887, 0.470419, 0.521863, 2, NULL),
	('P3', 'MUSCAT 2022', true, 56.6248, 0.702196, 0.989277, 0.744063, 1, NULL),
	('P4', 'VIN INCONNU', false, 2.0949, 0.000000, 0.020000, 1.000000, 5, 3),
	('P4', 'RIESLING 2021', false, 25.1201, 0.000000, 0.470419, 0.521863, 4, 2),
	('P4', 'CREMANT BRUT', false, 26.1653, 0.000000, 0.507484, 0.564741, 3, 1),
	('P4', 'MUSCAT 2022', true, 51.6170, 0.786513, 0.542609, 0.744063, 2, NULL),
	('P4', 'PINOT GRIS 2020', true, 56.4973, 0.702066, 1.015657, 0.782849, 1, NULL),
	('P5', 'VIN INCONNU', false, 2.0949, 0.000000, 0.020000, 1.000000, 5, 3),
	('P5', 'RIESLING 2021', false, 16.2621, 0.000000, 0.272323, 0.521863, 4, 2),
	('P5', 'MUSCAT 2022', false, 41.5078, 0.000000, 1.014881, 0.744063, 3, 1),
	('P5', 'PINOT GRIS 2020', true, 52.7014, 0.786141, 0.641634, 0.782849, 2, NULL),
	('P5', 'CREMANT BRUT', true, 56.0856, 0.701937, 0.951531, 0.564741, 1, NULL),
	('P6', 'VIN INCONNU', false, 2.0949, 0.000000, 0.020000, 1.000000, 5, 3),
	('P6', 'MUSCAT 2022', false, 18.2071, 0.000000, 0.318352, 0.744063, 4, 2),
	('P6', 'PINOT GRIS 2020', false, 41.0624, 0.000000, 1.015657, 0.782849, 3, 1),
	('P6', 'CREMANT BRUT', true, 46.6663, 0.785769, 0.270813, 0.564741, 2, NULL),
	('P6', 'RIESLING 2021', true, 48.2240, 0.701809, 0.428800, 0.521863, 1, NULL),
	('P7', 'VIN INCONNU', false, 2.0949, 0.000000, 0.020000, 1.000000, 5, 3),
	('P7', 'CREMANT BRUT', false, 37.0974, 0.000000, 0.844565, 0.564741, 4, 2),
	('P7', 'PINOT GRIS 2020', false, 41.0624, 0.000000, 1.015657, 0.782849, 3, 1),
	('P7', 'RIESLING 2021', true, 50.8742, 0.785399, 0.470419, 0.521863, 2, NULL),
	('P7', 'MUSCAT 2022', true, 56.6164, 0.701681, 0.989278, 0.744063, 1, NULL),
	('P8', 'VIN INCONNU', false, 2.0949, 0.000000, 0.020000, 1.000000, 5, 3),
	('P8', 'RIESLING 2021', false, 25.1201, 0.000000, 0.470419, 0.521863, 4, 2),
	('P8', 'CREMANT BRUT', false, 26.1653, 0.000000, 0.507485, 0.564741, 3, 1),
	('P8', 'MUSCAT 2022', true, 51.5866, 0.785029, 0.542611, 0.744063, 2, NULL),
	('P8', 'PINOT GRIS 2020', true, 56.4889, 0.701553, 1.015657, 0.782849, 1, NULL),
	('P9', 'VIN INCONNU', false, 2.0949, 0.000000, 0.020000, 1.000000, 5, 3),
	('P9', 'RIESLING 2021', false, 16.2621, 0.000000, 0.272323, 0.521863, 4, 2),
	('P9', 'MUSCAT 2022', false, 41.5078, 0.000000, 1.014881, 0.744063, 3, 1),
	('P9', 'PINOT GRIS 2020', true, 52.6730, 0.784660, 0.641633, 0.782849, 2, NULL),
	('P9', 'CREMANT BRUT', true, 56.0770, 0.701425, 0.951531, 0.564741, 1, NULL);
INSERT INTO crm.recommendation_exclusions VALUES
	('d6e72950c12bb200b862f63920a37de8', 'P8', NULL, 'person', 'sans_email', 'Aucune adresse e-mail valide', '2025-06-16'),
	('b82e4eec0372b66f43e88ef342318733', 'P9', NULL, 'person', 'refus_optin', 'Refus enregistré dans l''ERP', '2025-06-16'),
	('5559ff59c1db37a6664f9ab6eabf5585', 'P2', 'VIN INCONNU', 'product', 'hors_catalogue', 'Absent du dernier catalogue', '2025-06-16'),
	('a0c0dd28514679e29b1a6b4304ce50ff', 'P5', 'VIN INCONNU', 'product', 'hors_catalogue', 'Absent du dernier catalogue', '2025-06-16'),
	('98a7bf3617695690e5bb896d6a53d0fd', 'P6', 'VIN INCONNU', 'product', 'hors_catalogue', 'Absent du dernier catalogue', '2025-06-16'),
	('ce6b1b48c74eb77bd25487f88820ea33', 'P7', 'VIN INCONNU', 'product', 'hors_catalogue', 'Absent du dernier catalogue', '2025-06-16'),
	('48492881b3d57aa65c4ef222d7cffb82', 'P0', 'VIN INCONNU', 'product', 'hors_catalogue', 'Absent du dernier catalogue', '2025-06-16'),
	('d0514cad1c418171184c83a5035e07b2', 'P3', 'VIN INCONNU', 'product', 'hors_catalogue', 'Absent du dernier catalogue', '2025-06-16'),
	('3105093949bc5d969c4500f957a2461d', 'P4', 'VIN INCONNU', 'product', 'hors_catalogue', 'Absent du dernier catalogue', '2025-06-16'),
	('e040041b449ecd517908e0ea755f5aab', 'P1', 'VIN INCONNU', 'product', 'hors_catalogue', 'Absent du dernier catalogue', '2025-06-16'),
	('15932809533533bc189ebaf5c645a0a2', 'P3', 'MUSCAT 2022', 'product', 'autre_scenario', 'La lettre suit un autre scénario : CROSS_SELL', '2025-06-16'),
	('cdf0d442b9c313ea52d26153cf2afee2', 'P0', 'CREMANT BRUT', 'product', 'autre_scenario', 'La lettre suit un autre scénario : REBUY', '2025-06-16'),
	('e323ee9db90f0d4b56b93094b4bb3aef', 'P2', 'CREMANT BRUT', 'product', 'autre_scenario', 'La lettre suit un autre scénario : CROSS_SELL', '2025-06-16'),
	('85e28af05aed84258ad180021d22e944', 'P6', 'CREMANT BRUT', 'product', 'autre_scenario', 'La lettre suit un autre scénario : CROSS_SELL', '2025-06-16'),
	('03f4244c94ccdfff5483019dc5e50e4e', 'P4', 'RIESLING 2021', 'product', 'autre_scenario', 'La lettre suit un autre scénario : REBUY', '2025-06-16'),
	('df054a87082597b7f247bcaf5a3ebf53', 'P4', 'CREMANT BRUT', 'product', 'autre_scenario', 'La lettre suit un autre scénario : REBUY', '2025-06-16'),
	('1c53db2517072fc87838cb5eb2725239', 'P0', 'RIESLING 2021', 'product', 'autre_scenario', 'La lettre suit un autre scénario : REBUY', '2025-06-16'),
	('6505b9b18bab901cf5bab161e240582e', 'P7', 'MUSCAT 2022', 'product', 'autre_scenario', 'La lettre suit un autre scénario : CROSS_SELL', '2025-06-16'),
	('6a9d2803cbfe199e1c3e13c10ccfeef8', 'P7', 'RIESLING 2021', 'product', 'autre_scenario', 'La lettre suit un autre scénario : CROSS_SELL', '2025-06-16'),
	('21910666bf1b8e0e6b58ea8722e1e27c', 'P3', 'RIESLING 2021', 'product', 'autre_scenario', 'La lettre suit un autre scénario : CROSS_SELL', '2025-06-16'),
	('b75ca45f3d5e91046024b114d9c9ed1b', 'P5', 'PINOT GRIS 2020', 'product', 'autre_scenario', 'La lettre suit un autre scénario : CROSS_SELL', '2025-06-16'),
	('710da287faa4c853b59fdf5798b1462c', 'P1', 'PINOT GRIS 2020', 'product', 'autre_scenario', 'La lettre suit un autre scénario : CROSS_SELL', '2025-06-16'),
	('295ed4f5241e01b94d3b3e8db5675909', 'P2', 'RIESLING 2021', 'product', 'autre_scenario', 'La lettre suit un autre scénario : CROSS_SELL', '2025-06-16'),
	('8ccc6c1b127ff5827e7acc8dbc0cc72f', 'P5', 'CREMANT BRUT', 'product', 'autre_scenario', 'La lettre suit un autre scénario : CROSS_SELL', '2025-06-16'),
	('ba1bb7e91f9d2d7aa2e04be5ead4a73b', 'P6', 'RIESLING 2021', 'product', 'autre_scenario', 'La lettre suit un autre scénario : CROSS_SELL', '2025-06-16'),
	('4f2b2e853bc198576114be9dc7dbd228', 'P1', 'CREMANT BRUT', 'product', 'autre_scenario', 'La lettre suit un autre scénario : CROSS_SELL', '2025-06-16');
INSERT INTO crm.recommendation_items VALUES
	('011a2801-e569-d1a9-0268-f4563ee37f8a', 'P5', 'CROSS_SELL', 2, 'RIESLING 2021', 16.26, 'Millésime 2021.', '{"kind": "fiche", "millesime": 2021}', '2025-06-16', 'Riesling 2021', NULL, 2021, 12.5),
	('62f5f78d-a6e1-30a0-9e10-b6209ca7964e', 'P1', 'CROSS_SELL', 2, 'RIESLING 2021', 16.26, 'Millésime 2021.', '{"kind": "fiche", "millesime": 2021}', '2025-06-16', 'Riesling 2021', NULL, 2021, 12.5),
	('d062abb7-a72a-41aa-56cc-42c56445480d', 'P7', 'CROSS_SELL', 2, 'CREMANT BRUT', 37.10, 'Au catalogue du domaine.', '{"kind": "fiche"}', '2025-06-16', 'Crémant Brut', NULL, NULL, 12.5),
	('e818fb15-3cc6-210b-5906-2d691159c6aa', 'P3', 'CROSS_SELL', 2, 'CREMANT BRUT', 37.10, 'Au catalogue du domaine.', '{"kind": "fiche"}', '2025-06-16', 'Crémant Brut', NULL, NULL, 12.5),
	('d062abb7-a72a-41aa-56cc-42c56445480d', 'P7', 'CROSS_SELL', 1, 'PINOT GRIS 2020', 41.06, 'Millésime 2020.', '{"kind": "fiche", "millesime": 2020}', '2025-06-16', 'Pinot Gris 2020', NULL, 2020, 12.5),
	('e4fbd0d5-c4e2-c1c0-51d8-25542d8383ca', 'P6', 'CROSS_SELL', 1, 'PINOT GRIS 2020', 41.06, 'Millésime 2020.', '{"kind": "fiche", "millesime": 2020}', '2025-06-16', 'Pinot Gris 2020', NULL, 2020, 12.5),
	('05681289-bf58-15bc-cc8f-a9f35977f358', 'P4', 'REBUY', 1, 'PINOT GRIS 2020', 56.50, 'Vous aviez commandé 6 bouteilles en juillet 2023.', '{"kind": "commande", "millesime": 2020, "bouteilles": 6, "commande_le": "2023-07-06", "produit_achete": "PINOT GRIS 2020"}', '2025-06-16', 'Pinot Gris 2020', NULL, 2020, 12.5),
	('e818fb15-3cc6-210b-5906-2d691159c6aa', 'P3', 'CROSS_SELL', 1, 'PINOT GRIS 2020', 41.06, 'Millésime 2020.', '{"kind": "fiche", "millesime": 2020}', '2025-06-16', 'Pinot Gris 2020', NULL, 2020, 12.5),
	('4cc7d7ae-5b14-1803-47cb-f7040df7682d', 'P2', 'CROSS_SELL', 1, 'PINOT GRIS 2020', 41.06, 'Millésime 2020.', '{"kind": "fiche", "millesime": 2020}', '2025-06-16', 'Pinot Gris 2020', NULL, 2020, 12.5),
	('1b101a82-6c6f-ae66-ee0f-d69dab5c7cfe', 'P0', 'REBUY', 1, 'PINOT GRIS 2020', 56.51, 'Vous aviez commandé 6 bouteilles en juillet 2023.', '{"kind": "commande", "millesime": 2020, "bouteilles": 6, "commande_le": "2023-07-10", "produit_achete": "PINOT GRIS 2020"}', '2025-06-16', 'Pinot Gris 2020', NULL, 2020, 12.5),
	('e4fbd0d5-c4e2-c1c0-51d8-25542d8383ca', 'P6', 'CROSS_SELL', 2, 'MUSCAT 2022', 18.21, 'Millésime 2022.', '{"kind": "fiche", "millesime": 2022}', '2025-06-16', 'Muscat 2022', NULL, 2022, 12.5),
	('011a2801-e569-d1a9-0268-f4563ee37f8a', 'P5', 'CROSS_SELL', 1, 'MUSCAT 2022', 41.51, 'Millésime 2022.', '{"kind": "fiche", "millesime": 2022}', '2025-06-16', 'Muscat 2022', NULL, 2022, 12.5),
	('05681289-bf58-15bc-cc8f-a9f35977f358', 'P4', 'REBUY', 2, 'MUSCAT 2022', 51.62, 'Vous aviez commandé 6 bouteilles en juillet 2024.', '{"kind": "commande", "millesime": 2022, "bouteilles": 6, "commande_le": "2024-07-05", "produit_achete": "MUSCAT 2022"}', '2025-06-16', 'Muscat 2022', NULL, 2022, 12.5),
	('4cc7d7ae-5b14-1803-47cb-f7040df7682d', 'P2', 'CROSS_SELL', 2, 'MUSCAT 2022', 18.21, 'Millésime 2022.', '{"kind": "fiche", "millesime": 2022}', '2025-06-16', 'Muscat 2022', NULL, 2022, 12.5),
	('62f5f78d-a6e1-30a0-9e10-b6209ca7964e', 'P1', 'CROSS_SELL', 1, 'MUSCAT 2022', 41.51, 'Millésime 2022.', '{"kind": "fiche", "millesime": 2022}', '2025-06-16', 'Muscat 2022', NULL, 2022, 12.5),
	('1b101a82-6c6f-ae66-ee0f-d69dab5c7cfe', 'P0', 'REBUY', 2, 'MUSCAT 2022', 51.65, 'Vous aviez commandé 6 bouteilles en juillet 2024.', '{"kind": "commande", "millesime": 2022, "bouteilles": 6, "commande_le": "2024-07-09", "produit_achete": "MUSCAT 2022"}', '2025-06-16', 'Muscat 2022', NULL, 2022, 12.5);
INSERT INTO crm.recommendations VALUES
	('05681289-bf58-15bc-cc8f-a9f35977f358', 'P4', 'REBUY', '2025-06-16', 2, 'PINOT GRIS 2020', 'Vous aviez commandé 6 bouteilles en juillet 2023.', 56.50, 'MUSCAT 2022', 'Vous aviez commandé 6 bouteilles en juillet 2024.', 51.62, NULL, NULL, NULL),
	('e4fbd0d5-c4e2-c1c0-51d8-25542d8383ca', 'P6', 'CROSS_SELL', '2025-06-16', 2, 'PINOT GRIS 2020', 'Millésime 2020.', 41.06, 'MUSCAT 2022', 'Millésime 2022.', 18.21, NULL, NULL, NULL),
	('e818fb15-3cc6-210b-5906-2d691159c6aa', 'P3', 'CROSS_SELL', '2025-06-16', 2, 'PINOT GRIS 2020', 'Millésime 2020.', 41.06, 'CREMANT BRUT', 'Au catalogue du domaine.', 37.10, NULL, NULL, NULL),
	('1b101a82-6c6f-ae66-ee0f-d69dab5c7cfe', 'P0', 'REBUY', '2025-06-16', 2, 'PINOT GRIS 2020', 'Vous aviez commandé 6 bouteilles en juillet 2023.', 56.51, 'MUSCAT 2022', 'Vous aviez commandé 6 bouteilles en juillet 2024.', 51.65, NULL, NULL, NULL),
	('62f5f78d-a6e1-30a0-9e10-b6209ca7964e', 'P1', 'CROSS_SELL', '2025-06-16', 2, 'MUSCAT 2022', 'Millésime 2022.', 41.51, 'RIESLING 2021', 'Millésime 2021.', 16.26, NULL, NULL, NULL),
	('011a2801-e569-d1a9-0268-f4563ee37f8a', 'P5', 'CROSS_SELL', '2025-06-16', 2, 'MUSCAT 2022', 'Millésime 2022.', 41.51, 'RIESLING 2021', 'Millésime 2021.', 16.26, NULL, NULL, NULL),
	('d062abb7-a72a-41aa-56cc-42c56445480d', 'P7', 'CROSS_SELL', '2025-06-16', 2, 'PINOT GRIS 2020', 'Millésime 2020.', 41.06, 'CREMANT BRUT', 'Au catalogue du domaine.', 37.10, NULL, NULL, NULL),
	('4cc7d7ae-5b14-1803-47cb-f7040df7682d', 'P2', 'CROSS_SELL', '2025-06-16', 2, 'PINOT GRIS 2020', 'Millésime 2020.', 41.06, 'MUSCAT 2022', 'Millésime 2022.', 18.21, NULL, NULL, NULL);
INSERT INTO crm.rfm_scores VALUES
	('P0', '2025-06-16', 342, 2, 120, 5, 3, 3, '533', 'Fidèles potentiels'),
	('P2', '2025-06-16', 16, 3, 180, 5, 5, 5, '555', 'Champions'),
	('P1', '2025-06-16', 343, 2, 120, 4, 3, 3, '433', 'Fidèles potentiels'),
	('P3', '2025-06-16', 345, 2, 120, 4, 3, 3, '433', 'Fidèles potentiels'),
	('P4', '2025-06-16', 346, 2, 120, 3, 3, 3, '333', 'À surveiller'),
	('P5', '2025-06-16', 347, 2, 120, 3, 3, 3, '333', 'À surveiller'),
	('P6', '2025-06-16', 348, 2, 120, 2, 3, 3, '233', 'À risque'),
	('P7', '2025-06-16', 349, 2, 120, 2, 3, 3, '233', 'À risque'),
	('P8', '2025-06-16', 350, 2, 120, 1, 3, 3, '133', 'À risque'),
	('P9', '2025-06-16', 351, 2, 120, 1, 3, 3, '133', 'À risque');
INSERT INTO etl.clients VALUES
	('P0', 'P0', 'seul', 'Nom0', 'Prenom0', 'p0.nouveau@example.org', '+33600000000', '0 rue du Test', '67000', 'Sélestat', 'FR', NULL, true, 6, 2),
	('P1', 'P1', 'seul', 'Nom1', 'Prenom1', 'p1@example.org', '+33600000001', '1 rue du Test', '67000', 'Strasbourg', 'FR', NULL, true, 6, 3),
	('P2', 'P2', 'seul', 'Nom2', 'Prenom2', 'p2@example.org', '+33600000002', '2 rue du Test', '67000', 'Strasbourg', 'FR', NULL, true, 6, 4),
	('P3', 'P3', 'seul', 'Nom3', 'Prenom3', 'p3@example.org', '+33600000003', '3 rue du Test', '67000', 'Strasbourg', 'FR', NULL, true, 6, 5),
	('P4', 'P4', 'seul', 'Nom4', 'Prenom4', 'p4@example.org', '+33600000004', '4 rue du Test', '67000', 'Strasbourg', 'FR', NULL, true, 6, 6),
	('P5', 'P5', 'seul', 'Nom5', 'Prenom5', 'p5@example.org', '+33600000005', '5 rue du Test', '67000', 'Strasbourg', 'FR', NULL, true, 6, 7),
	('P6', 'P6', 'seul', 'Nom6', 'Prenom6', 'p6@example.org', '+33600000006', '6 rue du Test', '67000', 'Strasbourg', 'FR', NULL, true, 6, 8),
	('P7', 'P7', 'seul', 'Nom7', 'Prenom7', 'p7@example.org', '+33600000007', '7 rue du Test', '67000', 'Strasbourg', 'FR', NULL, true, 6, 9),
	('P8', 'P8', 'seul', 'Nom8', NULL, NULL, NULL, NULL, NULL, 'Colmar', 'FR', NULL, true, 6, 10),
	('P9', 'P9', 'seul', 'Nom9', NULL, 'p9@example.org', NULL, NULL, NULL, NULL, 'FR', false, true, 6, 11);
INSERT INTO etl.contacts VALUES
	('P6', 'f63b8cf4-e476-410b-f8e5-d6f268cb9b46', '2025-01-06', NULL, 'ok', 5, 3),
	('P7', 'f63b8cf4-e476-410b-f8e5-d6f268cb9b46', '2025-01-06', NULL, 'ok', 5, 2);
INSERT INTO etl.files VALUES
	(6, 'clients', 'clients.csv', '2025-06-16', 'loaded', NULL, 10, 0, '2026-11-26 06:35:40.046943+00', true),
	(1, 'clients', 'clients.csv', '2025-06-09', 'loaded', NULL, 10, 0, '2026-11-26 06:34:43.883586+00', false),
	(5, 'contacts', 'contacts.csv', '2025-06-09', 'loaded', NULL, 2, 0, '2026-11-26 06:34:43.906622+00', true),
	(3, 'produits', 'produits.csv', '2025-06-09', 'loaded', NULL, 5, 0, '2026-11-26 06:34:43.899772+00', true),
	(4, 'stock', 'stock.csv', '2025-06-09', 'loaded', NULL, 4, 0, '2026-11-26 06:34:43.90374+00', true),
	(2, 'ventes_lignes', 'ventes_lignes.csv', '2025-06-09', 'loaded', NULL, 23, 0, '2026-11-26 06:34:43.8959+00', true);
INSERT INTO etl.produits VALUES
	('CREMANT BRUT', 'Crémant Brut', NULL, NULL, NULL, NULL, NULL, 12.5, NULL, NULL, NULL, NULL, true, true, 3, 5),
	('MUSCAT 2022', 'Muscat 2022', NULL, NULL, NULL, NULL, NULL, 12.5, NULL, NULL, NULL, NULL, true, true, 3, 3),
	('PINOT GRIS 2020', 'Pinot Gris 2020', NULL, NULL, NULL, NULL, NULL, 12.5, NULL, NULL, NULL, NULL, true, true, 3, 4),
	('RIESLING 2021', 'Riesling 2021', NULL, NULL, NULL, NULL, NULL, 12.5, NULL, NULL, NULL, NULL, true, true, 3, 2),
	('VIN A', 'Vin A', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, true, true, 3, 6);
INSERT INTO etl.stock VALUES
	('CREMANT BRUT', 600, NULL, '2025-06-09', true, 4, 5),
	('MUSCAT 2022', 600, NULL, '2025-06-09', true, 4, 3),
	('PINOT GRIS 2020', 600, NULL, '2025-06-09', true, 4, 4),
	('RIESLING 2021', 600, NULL, '2025-06-09', true, 4, 2);
INSERT INTO etl.ventes_lignes VALUES
	('P0', '99e8bbf9-cd23-99e7-8084-d7ce932441f6', 'FACTURE|F100|2024-07-09', 'FACTURE', 'F100', NULL, 'MUSCAT 2022', 'Muscat 2022', 'BTL', '2024-07-09', 6, 6, 10, 60, 72, NULL, true, false, 'p0@example.org', NULL, NULL, 2, 2),
	('P0', '5ab1bc8d-3a64-76f7-90e1-f4a649f5cfff', 'FACTURE|F200|2023-07-10', 'FACTURE', 'F200', NULL, 'PINOT GRIS 2020', 'Pinot Gris 2020', 'BTL', '2023-07-10', 6, 6, 10, 60, 72, NULL, true, false, 'p0@example.org', NULL, NULL, 2, 12),
	('P1', 'e14b2ef4-c459-9902-7c13-35e63629a5be', 'FACTURE|F101|2024-07-08', 'FACTURE', 'F101', NULL, 'PINOT GRIS 2020', 'Pinot Gris 2020', 'BTL', '2024-07-08', 6, 6, 10, 60, 72, NULL, true, false, 'p1@example.org', NULL, NULL, 2, 3),
	('P1', '18ae3482-14b2-d68b-f069-aa94654a1ac9', 'FACTURE|F201|2023-07-09', 'FACTURE', 'F201', NULL, 'CREMANT BRUT', 'Crémant Brut', 'BTL', '2023-07-09', 6, 6, 10, 60, 72, NULL, true, false, 'p1@example.org', NULL, NULL, 2, 13),
	('P2', '26efd7c9-0b54-198d-9aa6-3beb0a8d4c16', 'FACTURE|F102|2024-07-07', 'FACTURE', 'F102', NULL, 'CREMANT BRUT', 'Crémant Brut', 'BTL', '2024-07-07', 6, 6, 10, 60, 72, NULL, true, false, 'p2@example.org', NULL, NULL, 2, 4),
	('P2', 'ac31fdaf-a6fd-c196-c26b-c469e9e9ff0f', 'FACTURE|F202|2023-07-08', 'FACTURE', 'F202', NULL, 'RIESLING 2021', 'Riesling 2021', 'BTL', '2023-07-08', 6, 6, 10, 60, 72, NULL, true, false, 'p2@example.org', NULL, NULL, 2, 14),
	('P2', 'bfc3813a-069a-2330-3010-8e7e83c10062', 'FACTURE|F901|2025-05-31', 'FACTURE', 'F901', NULL, 'VIN INCONNU', 'Vin Inconnu', 'BTL', '2025-05-31', 6, 6, 10, 60, 99, NULL, true, false, NULL, NULL, NULL, 2, 23),
	('P3', '80a697f4-7636-f66d-d56d-e6274c35a0e7', 'FACTURE|F103|2024-07-06', 'FACTURE', 'F103', NULL, 'RIESLING 2021', 'Riesling 2021', 'BTL', '2024-07-06', 6, 6, 10, 60, 72, NULL, true, false, 'p3@example.org', NULL, NULL, 2, 5),
	('P3', '6d7209f9-edc5-4d12-c6b2-284fbe52e356', 'FACTURE|F203|2023-07-07', 'FACTURE', 'F203', NULL, 'MUSCAT 2022', 'Muscat 2022', 'BTL', '2023-07-07', 6, 6, 10, 60, 72, NULL, true, false, 'p3@example.org', NULL, NULL, 2, 15),
	('P3', 'f131c395-07ca-0a45-6056-3c5ac2d4d57d', 'FACTURE|F902|2025-07-19', 'FACTURE', 'F902', NULL, 'VIN A', 'Vin A', 'BTL', '2025-07-19', 6, 6, 10, 60, 72, NULL, true, false, NULL, NULL, NULL, 2, 24),
	('P4', 'dac6865b-8d45-b297-1b1e-46709914d185', 'FACTURE|F104|2024-07-05', 'FACTURE', 'F104', NULL, 'MUSCAT 2022', 'Muscat 2022', 'BTL', '2024-07-05', 6, 6, 10, 60, 72, NULL, true, false, 'p4@example.org', NULL, NULL, 2, 6),
	('P4', 'e4258e69-4438-09db-cc29-7de3638ae11b', 'FACTURE|F204|2023-07-06', 'FACTURE', 'F204', NULL, 'PINOT GRIS 2020', 'Pinot Gris 2020', 'BTL', '2023-07-06', 6, 6, 10, 60, 72, NULL, true, false, 'p4@example.org', NULL, NULL, 2, 16),
	('P5', '9e0dad39-0421-fc6e-45d1-3d45995f00be', 'FACTURE|F105|2024-07-04', 'FACTURE', 'F105', NULL, 'PINOT GRIS 2020', 'Pinot Gris 2020', 'BTL', '2024-07-04', 6, 6, 10, 60, 72, NULL, true, false, 'p5@example.org', NULL, NULL, 2, 7),
	('P5', '83b13b22-128b-f7d0-fe10-81ac2cb2db85', 'FACTURE|F205|2023-07-05', 'FACTURE', 'F205', NULL, 'CREMANT BRUT', 'Crémant Brut', 'BTL', '2023-07-05', 6, 6, 10, 60, 72, NULL, true, false, 'p5@example.org', NULL, NULL, 2, 17),
	('P6', 'fa441abf-c15d-caa1-1232-76a502fceb67', 'FACTURE|F106|2024-07-03', 'FACTURE', 'F106', NULL, 'CREMANT BRUT', 'Crémant Brut', 'BTL', '2024-07-03', 6, 6, 10, 60, 72, NULL, true, false, 'p6@example.org', NULL, NULL, 2, 8),
	('P6', 'b560980c-9a86-3dce-2135-a6ad25aaafde', 'FACTURE|F206|2023-07-04', 'FACTURE', 'F206', NULL, 'RIESLING 2021', 'Riesling 2021', 'BTL', '2023-07-04', 6, 6, 10, 60, 72, NULL, true, false, 'p6@example.org', NULL, NULL, 2, 18),
	('P7', '5ed9b6d7-6775-73b5-f17b-5cdae0d744a3', 'FACTURE|F107|2024-07-02', 'FACTURE', 'F107', NULL, 'RIESLING 2021', 'Riesling 2021', 'BTL', '2024-07-02', 6, 6, 10, 60, 72, NULL, true, false, 'p7@example.org', NULL, NULL, 2, 9),
	('P7', 'b90ca356-7c01-ab67-85ae-be02e343bd0f', 'FACTURE|F207|2023-07-03', 'FACTURE', 'F207', NULL, 'MUSCAT 2022', 'Muscat 2022', 'BTL', '2023-07-03', 6, 6, 10, 60, 72, NULL, true, false, 'p7@example.org', NULL, NULL, 2, 19),
	('P8', '15cb0f00-47f4-d5f8-3ed0-00f938f979a1', 'FACTURE|F108|2024-07-01', 'FACTURE', 'F108', NULL, 'MUSCAT 2022', 'Muscat 2022', 'BTL', '2024-07-01', 6, 6, 10, 60, 72, NULL, true, false, NULL, NULL, NULL, 2, 10),
	('P8', '7cf6f70c-1506-bfd2-195a-4ca9cf5d797b', 'FACTURE|F208|2023-07-02', 'FACTURE', 'F208', NULL, 'PINOT GRIS 2020', 'Pinot Gris 2020', 'BTL', '2023-07-02', 6, 6, 10, 60, 72, NULL, true, false, NULL, NULL, NULL, 2, 20),
	('P9', 'b2dd803f-7880-fc53-72be-c13f51eaa26f', 'FACTURE|F109|2024-06-30', 'FACTURE', 'F109', NULL, 'PINOT GRIS 2020', 'Pinot Gris 2020', 'BTL', '2024-06-30', 6, 6, 10, 60, 72, NULL, true, false, NULL, NULL, NULL, 2, 11),
	('P9', '5ba16461-9d76-d3e3-1e38-815820cbc876', 'FACTURE|F209|2023-07-01', 'FACTURE', 'F209', NULL, 'CREMANT BRUT', 'Crémant Brut', 'BTL', '2023-07-01', 6, 6, 10, 60, 72, NULL, true, false, NULL, NULL, NULL, 2, 21);
INSERT INTO etl.ventes_lignes_rejetees VALUES
	(2, 22, 'date_invalide', 'P1', NULL, 'FACTURE', 'F900', NULL, 'RIESLING 2021', 'Riesling 2021', 'BTL', NULL, 6, 10, 60, 72, NULL, NULL, NULL, NULL);
INSERT INTO intermediate.articles VALUES
	('BTL', 1),
	('BOUTEILLE', 1),
	('UNITE', 1),
	('DEMI', 0.5),
	('DEMIE', 0.5),
	('MAGNUM', 2),
	('JEROBOAM', 4),
	('CLAVELIN', 0.83),
	('BIB3', 4),
	('BIB5', 6.67),
	('CARTON2', 2),
	('CARTON3', 3),
	('CARTON6', 6),
	('CARTON12', 12),
	('CARTON18', 18),
	('COFFRET2', 2),
	('COFFRET3', 3),
	('CAISSE6', 6),
	('CAISSE12', 12);
INSERT INTO intermediate.contact_statuts VALUES
	('ok', 'delivered'),
	('envoye', 'delivered'),
	('envoyé', 'delivered'),
	('delivre', 'delivered'),
	('délivré', 'delivered'),
	('clic', 'click'),
	('clique', 'click'),
	('cliqué', 'click'),
	('bounce', 'hard_bounce'),
	('hard bounce', 'hard_bounce'),
	('erreur', 'hard_bounce'),
	('adresse invalide', 'invalid'),
	('soft bounce', 'soft_bounce'),
	('opt-out', 'unsubscribe'),
	('optout', 'unsubscribe'),
	('desinscrit', 'unsubscribe'),
	('désinscrit', 'unsubscribe'),
	('desabonne', 'unsubscribe'),
	('désabonné', 'unsubscribe'),
	('stop', 'unsubscribe'),
	('bloque', 'blocked'),
	('bloqué', 'blocked'),
	('plainte', 'spam'),
	('spam', 'spam');
INSERT INTO intermediate.document_types VALUES
	('VENTE', true, false),
	('FACTURE', true, false),
	('TICKET', true, false),
	('AVOIR', false, true),
	('RETOUR', false, true),
	('DEVIS', false, false),
	('COMMANDE', false, false),
	('BL', false, false),
	('PROFORMA', false, false);
INSERT INTO intermediate.int_clients__codes VALUES
	('P0', 'Nom0', 'Prenom0', '+33600000000', '0 rue du Test', 'FR', NULL, true, 'p0.nouveau@example.org', '67000', 'Sélestat', 6, 2),
	('P1', 'Nom1', 'Prenom1', '+33600000001', '1 rue du Test', 'FR', NULL, true, 'p1@example.org', '67000', 'Strasbourg', 6, 3),
	('P2', 'Nom2', 'Prenom2', '+33600000002', '2 rue du Test', 'FR', NULL, true, 'p2@example.org', '67000', 'Strasbourg', 6, 4),
	('P3', 'Nom3', 'Prenom3', '+33600000003', '3 rue du Test', 'FR', NULL, true, 'p3@example.org', '67000', 'Strasbourg', 6, 5),
	('P4', 'Nom4', 'Prenom4', '+33600000004', '4 rue du Test', 'FR', NULL, true, 'p4@example.org', '67000', 'Strasbourg', 6, 6),
	('P5', 'Nom5', 'Prenom5', '+33600000005', '5 rue du Test', 'FR', NULL, true, 'p5@example.org', '67000', 'Strasbourg', 6, 7),
	('P6', 'Nom6', 'Prenom6', '+33600000006', '6 rue du Test', 'FR', NULL, true, 'p6@example.org', '67000', 'Strasbourg', 6, 8),
	('P7', 'Nom7', 'Prenom7', '+33600000007', '7 rue du Test', 'FR', NULL, true, 'p7@example.org', '67000', 'Strasbourg', 6, 9),
	('P8', 'Nom8', NULL, NULL, NULL, 'FR', NULL, true, NULL, NULL, 'Colmar', 6, 10),
	('P9', 'Nom9', NULL, NULL, NULL, 'FR', false, true, 'p9@example.org', NULL, NULL, 6, 11);
INSERT INTO intermediate.int_clients__persons VALUES
	('P0', 'P0', 'seul'),
	('P1', 'P1', 'seul'),
	('P2', 'P2', 'seul'),
	('P3', 'P3', 'seul'),
	('P4', 'P4', 'seul'),
	('P5', 'P5', 'seul'),
	('P6', 'P6', 'seul'),
	('P7', 'P7', 'seul'),
	('P8', 'P8', 'seul'),
	('P9', 'P9', 'seul');
INSERT INTO intermediate.int_ventes_lignes__decided VALUES
	('P0', 'FACTURE|F100|2024-07-09', 'FACTURE', 'F100', NULL, 'MUSCAT 2022', 'Muscat 2022', 'BTL', '2024-07-09', 6, 10, 60, 72, NULL, 'p0@example.org', NULL, NULL, NULL, '2025-06-09', 2, 2, 'bb6fc6e2004576418e85813d857ed440', NULL, '99e8bbf9-cd23-99e7-8084-d7ce932441f6'),
	('P0', 'FACTURE|F200|2023-07-10', 'FACTURE', 'F200', NULL, 'PINOT GRIS 2020', 'Pinot Gris 2020', 'BTL', '2023-07-10', 6, 10, 60, 72, NULL, 'p0@example.org', NULL, NULL, NULL, '2025-06-09', 2, 12, 'bb6fc6e2004576418e85813d857ed440', NULL, '5ab1bc8d-3a64-76f7-90e1-f4a649f5cfff'),
	('P1', 'FACTURE|F101|2024-07-08', 'FACTURE', 'F101', NULL, 'PINOT GRIS 2020', 'Pinot Gris 2020', 'BTL', '2024-07-08', 6, 10, 60, 72, NULL, 'p1@example.org', NULL, NULL, NULL, '2025-06-09', 2, 3, 'bb6fc6e2004576418e85813d857ed440', NULL, 'e14b2ef4-c459-9902-7c13-35e63629a5be'),
	('P1', 'FACTURE|F201|2023-07-09', 'FACTURE', 'F201', NULL, 'CREMANT BRUT', 'Crémant Brut', 'BTL', '2023-07-09', 6, 10, 60, 72, NULL, 'p1@example.org', NULL, NULL, NULL, '2025-06-09', 2, 13, 'bb6fc6e2004576418e85813d857ed440', NULL, '18ae3482-14b2-d68b-f069-aa94654a1ac9'),
	('P2', 'FACTURE|F102|2024-07-07', 'FACTURE', 'F102', NULL, 'CREMANT BRUT', 'Crémant Brut', 'BTL', '2024-07-07', 6, 10, 60, 72, NULL, 'p2@example.org', NULL, NULL, NULL, '2025-06-09', 2, 4, 'bb6fc6e2004576418e85813d857ed440', NULL, '26efd7c9-0b54-198d-9aa6-3beb0a8d4c16'),
	('P2', 'FACTURE|F202|2023-07-08', 'FACTURE', 'F202', NULL, 'RIESLING 2021', 'Riesling 2021', 'BTL', '2023-07-08', 6, 10, 60, 72, NULL, 'p2@example.org', NULL, NULL, NULL, '2025-06-09', 2, 14, 'bb6fc6e2004576418e85813d857ed440', NULL, 'ac31fdaf-a6fd-c196-c26b-c469e9e9ff0f'),
	('P2', 'FACTURE|F901|2025-05-31', 'FACTURE', 'F901', NULL, 'VIN INCONNU', 'Vin Inconnu', 'BTL', '2025-05-31', 6, 10, 60, 99, NULL, NULL, NULL, NULL, NULL, '2025-06-09', 2, 23, 'bb6fc6e2004576418e85813d857ed440', NULL, 'bfc3813a-069a-2330-3010-8e7e83c10062'),
	('P3', 'FACTURE|F103|2024-07-06', 'FACTURE', 'F103', NULL, 'RIESLING 2021', 'Riesling 2021', 'BTL', '2024-07-06', 6, 10, 60, 72, NULL, 'p3@example.org', NULL, NULL, NULL, '2025-06-09', 2, 5, 'bb6fc6e2004576418e85813d857ed440', NULL, '80a697f4-7636-f66d-d56d-e6274c35a0e7'),
	('P3', 'FACTURE|F203|2023-07-07', 'FACTURE', 'F203', NULL, 'MUSCAT 2022', 'Muscat 2022', 'BTL', '2023-07-07', 6, 10, 60, 72, NULL, 'p3@example.org', NULL, NULL, NULL, '2025-06-09', 2, 15, 'bb6fc6e2004576418e85813d857ed440', NULL, '6d7209f9-edc5-4d12-c6b2-284fbe52e356'),
	('P3', 'FACTURE|F902|2025-07-19', 'FACTURE', 'F902', NULL, 'VIN A', 'Vin A', 'BTL', '2025-07-19', 6, 10, 60, 72, NULL, NULL, NULL, NULL, NULL, '2025-06-09', 2, 24, 'bb6fc6e2004576418e85813d857ed440', NULL, 'f131c395-07ca-0a45-6056-3c5ac2d4d57d'),
	('P4', 'FACTURE|F104|2024-07-05', 'FACTURE', 'F104', NULL, 'MUSCAT 2022', 'Muscat 2022', 'BTL', '2024-07-05', 6, 10, 60, 72, NULL, 'p4@example.org', NULL, NULL, NULL, '2025-06-09', 2, 6, 'bb6fc6e2004576418e85813d857ed440', NULL, 'dac6865b-8d45-b297-1b1e-46709914d185'),
	('P4', 'FACTURE|F204|2023-07-06', 'FACTURE', 'F204', NULL, 'PINOT GRIS 2020', 'Pinot Gris 2020', 'BTL', '2023-07-06', 6, 10, 60, 72, NULL, 'p4@example.org', NULL, NULL, NULL, '2025-06-09', 2, 16, 'bb6fc6e2004576418e85813d857ed440', NULL, 'e4258e69-4438-09db-cc29-7de3638ae11b'),
	('P5', 'FACTURE|F105|2024-07-04', 'FACTURE', 'F105', NULL, 'PINOT GRIS 2020', 'Pinot Gris 2020', 'BTL', '2024-07-04', 6, 10, 60, 72, NULL, 'p5@example.org', NULL, NULL, NULL, '2025-06-09', 2, 7, 'bb6fc6e2004576418e85813d857ed440', NULL, '9e0dad39-0421-fc6e-45d1-3d45995f00be'),
	('P5', 'FACTURE|F205|2023-07-05', 'FACTURE', 'F205', NULL, 'CREMANT BRUT', 'Crémant Brut', 'BTL', '2023-07-05', 6, 10, 60, 72, NULL, 'p5@example.org', NULL, NULL, NULL, '2025-06-09', 2, 17, 'bb6fc6e2004576418e85813d857ed440', NULL, '83b13b22-128b-f7d0-fe10-81ac2cb2db85'),
	('P6', 'FACTURE|F106|2024-07-03', 'FACTURE', 'F106', NULL, 'CREMANT BRUT', 'Crémant Brut', 'BTL', '2024-07-03', 6, 10, 60, 72, NULL, 'p6@example.org', NULL, NULL, NULL, '2025-06-09', 2, 8, 'bb6fc6e2004576418e85813d857ed440', NULL, 'fa441abf-c15d-caa1-1232-76a502fceb67'),
	('P6', 'FACTURE|F206|2023-07-04', 'FACTURE', 'F206', NULL, 'RIESLING 2021', 'Riesling 2021', 'BTL', '2023-07-04', 6, 10, 60, 72, NULL, 'p6@example.org', NULL, NULL, NULL, '2025-06-09', 2, 18, 'bb6fc6e2004576418e85813d857ed440', NULL, 'b560980c-9a86-3dce-2135-a6ad25aaafde'),
	('P7', 'FACTURE|F107|2024-07-02', 'FACTURE', 'F107', NULL, 'RIESLING 2021', 'Riesling 2021', 'BTL', '2024-07-02', 6, 10, 60, 72, NULL, 'p7@example.org', NULL, NULL, NULL, '2025-06-09', 2, 9, 'bb6fc6e2004576418e85813d857ed440', NULL, '5ed9b6d7-6775-73b5-f17b-5cdae0d744a3'),
	('P7', 'FACTURE|F207|2023-07-03', 'FACTURE', 'F207', NULL, 'MUSCAT 2022', 'Muscat 2022', 'BTL', '2023-07-03', 6, 10, 60, 72, NULL, 'p7@example.org', NULL, NULL, NULL, '2025-06-09', 2, 19, 'bb6fc6e2004576418e85813d857ed440', NULL, 'b90ca356-7c01-ab67-85ae-be02e343bd0f'),
	('P8', 'FACTURE|F108|2024-07-01', 'FACTURE', 'F108', NULL, 'MUSCAT 2022', 'Muscat 2022', 'BTL', '2024-07-01', 6, 10, 60, 72, NULL, NULL, NULL, NULL, NULL, '2025-06-09', 2, 10, 'bb6fc6e2004576418e85813d857ed440', NULL, '15cb0f00-47f4-d5f8-3ed0-00f938f979a1'),
	('P8', 'FACTURE|F208|2023-07-02', 'FACTURE', 'F208', NULL, 'PINOT GRIS 2020', 'Pinot Gris 2020', 'BTL', '2023-07-02', 6, 10, 60, 72, NULL, NULL, NULL, NULL, NULL, '2025-06-09', 2, 20, 'bb6fc6e2004576418e85813d857ed440', NULL, '7cf6f70c-1506-bfd2-195a-4ca9cf5d797b'),
	('P9', 'FACTURE|F109|2024-06-30', 'FACTURE', 'F109', NULL, 'PINOT GRIS 2020', 'Pinot Gris 2020', 'BTL', '2024-06-30', 6, 10, 60, 72, NULL, NULL, NULL, NULL, NULL, '2025-06-09', 2, 11, 'bb6fc6e2004576418e85813d857ed440', NULL, 'b2dd803f-7880-fc53-72be-c13f51eaa26f'),
	('P9', 'FACTURE|F209|2023-07-01', 'FACTURE', 'F209', NULL, 'CREMANT BRUT', 'Crémant Brut', 'BTL', '2023-07-01', 6, 10, 60, 72, NULL, NULL, NULL, NULL, NULL, '2025-06-09', 2, 21, 'bb6fc6e2004576418e85813d857ed440', NULL, '5ba16461-9d76-d3e3-1e38-815820cbc876'),
	('P1', NULL, 'FACTURE', 'F900', NULL, 'RIESLING 2021', 'Riesling 2021', 'BTL', NULL, 6, 10, 60, 72, NULL, NULL, NULL, NULL, 'date_invalide', '2025-06-09', 2, 22, 'bb6fc6e2004576418e85813d857ed440', 'date_invalide', NULL);
INSERT INTO intermediate.label_agreements VALUES
	('CUVEE', 'e'),
	('CUVEES', 'es'),
	('EAU', 'e'),
	('EAUX', 'es'),
	('RESERVE', 'e'),
	('LIQUEUR', 'e'),
	('FINE', 'e'),
	('SELECTION', 'e'),
	('VENDANGE', 'e'),
	('VENDANGES', 'es'),
	('BULLES', 'es'),
	('BIERE', 'e'),
	('BOITE', 'e'),
	('CAISSE', 'e'),
	('BOUTEILLE', 'e'),
	('BOUTEILLES', 'es'),
	('VERRES', 's'),
	('GRAINS', 's'),
	('COFFRETS', 's');
INSERT INTO intermediate.letter_rules VALUES
	('sans_email', 1, 'person', 'Aucune adresse e-mail valide'),
	('refus_optin', 2, 'person', 'Refus enregistré dans l''ERP'),
	('desinscrit', 3, 'person', 'Désinscription'),
	('bounce', 4, 'person', 'Adresse en erreur'),
	('bloque', 5, 'person', 'Adresse bloquée'),
	('plainte', 6, 'person', 'Plainte pour courrier indésirable'),
	('mineur', 7, 'person', 'Personne mineure'),
	('silence_3_ans', 8, 'person', 'Ni commande ni clic depuis trois ans'),
	('efface', 9, 'person', 'Données effacées à la demande de la personne'),
	('contact_recent', 10, 'person', 'Contact trop récent'),
	('lettre_refusee', 11, 'person', 'Lettre du jour refusée'),
	('aucun_achat', 12, 'person', 'Aucun achat'),
	('nouveau_millesime', 20, 'product', 'Remplacé par un autre millésime'),
	('hors_catalogue', 21, 'product', 'Absent du dernier catalogue'),
	('inactif', 22, 'product', 'Retiré de la vente'),
	('sans_prix', 23, 'product', 'Sans prix'),
	('hors_stock', 24, 'product', 'Pas de stock disponible'),
	('achat_recent', 25, 'product', 'Acheté trop récemment'),
	('refuse', 26, 'product', 'Refusé pour cette personne il y a moins d''un an'),
	('hors_scenario', 27, 'product', 'N''entre dans aucun scénario pour cette personne'),
	('autre_scenario', 28, 'product', 'La lettre suit un autre scénario'),
	('autre_millesime', 29, 'product', 'Un autre millésime du même vin est proposé'),
	('stock_partage', 30, 'product', 'Le stock est promis à des lettres mieux placées'),
	('meme_famille', 31, 'product', 'Trop de vins de la même famille'),
	('au_dela_du_nombre', 32, 'product', 'La lettre est complète'),
	('aucun_candidat', 40, 'letter', 'Aucun vin à lui conseiller'),
	('aucun_vin', 41, 'letter', 'Aucun vin conseillé ne peut être proposé'),
	('aucun_scenario', 42, 'letter', 'Aucun scénario ne convient'),
	('meme_adresse', 43, 'letter', 'Une autre personne reçoit la lettre à cette adresse'),
	('stock_epuise', 44, 'letter', 'Le stock est promis à d''autres lettres');
INSERT INTO intermediate.not_contactable_reasons VALUES
	('sans_email', 1, 'Aucune adresse e-mail valide'),
	('refus_optin', 2, 'Refus enregistré dans l''ERP'),
	('desinscrit', 3, 'Désinscription'),
	('bounce', 4, 'Adresse en erreur'),
	('bloque', 5, 'Adresse bloquée'),
	('plainte', 6, 'Plainte pour courrier indésirable'),
	('mineur', 7, 'Personne mineure'),
	('silence_3_ans', 8, 'Ni commande ni clic depuis trois ans'),
	('efface', 9, 'Données effacées à la demande de la personne');
INSERT INTO intermediate.premium_tiers VALUES
	('Entrée de gamme', 1),
	('Classique', 2),
	('Premium', 3),
	('Prestige', 4);
INSERT INTO intermediate.produit_alias VALUES
	('Gewurz VT 2018', 'Gewurztraminer Vendanges Tardives 2018'),
	('Crémant Extra Brut 2020', 'Crémant d''Alsace Extra Brut 2020');
INSERT INTO intermediate.refusal_reasons VALUES
	('unsubscribe', 'desinscrit'),
	('hard_bounce', 'bounce'),
	('invalid', 'bounce'),
	('blocked', 'bloque'),
	('spam', 'plainte'),
	('refus_optin', 'refus_optin'),
	('desinscrit', 'desinscrit'),
	('bounce', 'bounce'),
	('bloque', 'bloque'),
	('plainte', 'plainte'),
	('mineur', 'mineur'),
	('efface', 'efface'),
	('erasure', 'efface');
INSERT INTO intermediate.rfm_segments VALUES
	(5, 0, 'Nouveaux'),
	(5, 1, 'Fidèles potentiels'),
	(5, 2, 'Fidèles potentiels'),
	(5, 3, 'Fidèles potentiels'),
	(5, 4, 'Champions'),
	(5, 5, 'Champions'),
	(4, 0, 'Prometteurs'),
	(4, 1, 'Prometteurs'),
	(4, 2, 'Prometteurs'),
	(4, 3, 'Fidèles potentiels'),
	(4, 4, 'Fidèles'),
	(4, 5, 'Champions'),
	(3, 0, 'Prometteurs'),
	(3, 1, 'En sommeil'),
	(3, 2, 'En sommeil'),
	(3, 3, 'À surveiller'),
	(3, 4, 'Fidèles'),
	(3, 5, 'Fidèles'),
	(2, 0, 'En sommeil'),
	(2, 1, 'En sommeil'),
	(2, 2, 'En sommeil'),
	(2, 3, 'À risque'),
	(2, 4, 'À risque'),
	(2, 5, 'À reconquérir'),
	(1, 0, 'Perdus'),
	(1, 1, 'Perdus'),
	(1, 2, 'Perdus'),
	(1, 3, 'À risque'),
	(1, 4, 'À reconquérir'),
	(1, 5, 'À reconquérir');
INSERT INTO intermediate.scenarios VALUES
	('WINBACK', 1, 1, 1, 'Retrouver un client silencieux'),
	('NURTURE', 2, 1, 2, 'Accompagner un premier achat'),
	('REBUY', 3, 1, 3, 'Racheter un vin déjà commandé'),
	('UPSELL', 3, 2, 4, 'Monter d''une gamme'),
	('CROSS_SELL', 3, 1.4, 5, 'Découvrir un vin proche');
INSERT INTO ops.dbt_results VALUES
	(NULL, 'dcfd668f-377a-45c9-9242-3426c1637b78', 'test.crm_reco.produits_sans_prix', 'test', 'produits_sans_prix', 'warn', 1, 1, 0.121, 'Vins au catalogue sans prix (aucune lettre ne les propose)', '2026-11-26 06:35:39.427585+00', 'public', 'vigneron'),
	(NULL, 'dcfd668f-377a-45c9-9242-3426c1637b78', 'test.crm_reco.produits_sans_stock', 'test', 'produits_sans_stock', 'warn', 1, 1, 0.138, 'Vins au catalogue sans stock connu (aucune lettre ne les propose)', '2026-11-26 06:35:39.427585+00', 'public', 'vigneron'),
	(NULL, 'dcfd668f-377a-45c9-9242-3426c1637b78', 'test.crm_reco.ventes_datees_du_futur', 'test', 'ventes_datees_du_futur', 'warn', 1, 1, 0.235, 'Ventes datées après le jour du calcul (elles ne comptent pas encore)', '2026-11-26 06:35:39.427585+00', 'public', 'vigneron'),
	(NULL, 'dcfd668f-377a-45c9-9242-3426c1637b78', 'test.crm_reco.ventes_hors_taux_de_tva', 'test', 'ventes_hors_taux_de_tva', 'warn', 1, 1, 0.222, 'Lignes de vente dont le TTC ne correspond à aucun taux de TVA', '2026-11-26 06:35:39.427585+00', 'public', 'vigneron'),
	(NULL, 'dcfd668f-377a-45c9-9242-3426c1637b78', 'test.crm_reco.ventes_part_rejetee', 'test', 'ventes_part_rejetee', 'warn', 44, 1, 0.161, 'Trop de lignes de vente rejetées (pour mille)', '2026-11-26 06:35:39.427585+00', 'public', 'vigneron'),
	(NULL, 'dcfd668f-377a-45c9-9242-3426c1637b78', 'test.crm_reco.ventes_hors_catalogue', 'test', 'ventes_hors_catalogue', 'warn', 1, 1, 0.121, 'Vins vendus depuis un an et absents du catalogue', '2026-11-26 06:35:39.427585+00', 'public', 'vigneron'),
	(NULL, 'dcfd668f-377a-45c9-9242-3426c1637b78', 'test.crm_reco.ventes_semaine_inhabituelle', 'test', 'ventes_semaine_inhabituelle', 'warn', 2, 1, 0.134, 'Semaines récentes très au-dessus ou au-dessous de l''année (export incomplet ?)', '2026-11-26 06:35:39.427585+00', 'public', 'vigneron'),
	(NULL, 'dcfd668f-377a-45c9-9242-3426c1637b78', 'exposure.crm_reco.brevo_letters', 'exposure', 'brevo_letters', 'no-op', 0, NULL, 0.001, 'NO-OP', '2026-11-26 06:35:39.427585+00', 'public', NULL),
	(NULL, 'dcfd668f-377a-45c9-9242-3426c1637b78', 'exposure.crm_reco.brevo_contact_list', 'exposure', 'brevo_contact_list', 'no-op', 0, NULL, 0.001, 'NO-OP', '2026-11-26 06:35:39.427585+00', 'public', NULL),
	(NULL, 'dcfd668f-377a-45c9-9242-3426c1637b78', 'exposure.crm_reco.page_du_lundi', 'exposure', 'page_du_lundi', 'no-op', 0, NULL, 0.001, 'NO-OP', '2026-11-26 06:35:39.427585+00', 'public', NULL),
	(NULL, 'fb149f46-c619-4872-af61-b9aa778f9a16', 'test.crm_reco.produits_sans_prix', 'test', 'produits_sans_prix', 'warn', 1, 1, 0.311, 'Vins au catalogue sans prix (aucune lettre ne les propose)', '2026-11-26 06:36:55.510105+00', 'public', 'vigneron'),
	(NULL, 'fb149f46-c619-4872-af61-b9aa778f9a16', 'test.crm_reco.produits_sans_stock', 'test', 'produits_sans_stock', 'warn', 1, 1, 0.237, 'Vins au catalogue sans stock connu (aucune lettre ne les propose)', '2026-11-26 06:36:55.510105+00', 'public', 'vigneron'),
	(NULL, 'fb149f46-c619-4872-af61-b9aa778f9a16', 'test.crm_reco.ventes_datees_du_futur', 'test', 'ventes_datees_du_futur', 'warn', 1, 1, 0.403, 'Ventes datées après le jour du calcul (elles ne comptent pas encore)', '2026-11-26 06:36:55.510105+00', 'public', 'vigneron'),
	(NULL, 'fb149f46-c619-4872-af61-b9aa778f9a16', 'test.crm_reco.ventes_hors_taux_de_tva', 'test', 'ventes_hors_taux_de_tva', 'warn', 1, 1, 0.394, 'Lignes de vente dont le TTC ne correspond à aucun taux de TVA', '2026-11-26 06:36:55.510105+00', 'public', 'vigneron'),
	(NULL, 'fb149f46-c619-4872-af61-b9aa778f9a16', 'test.crm_reco.ventes_part_rejetee', 'test', 'ventes_part_rejetee', 'warn', 44, 1, 0.449, 'Trop de lignes de vente rejetées (pour mille)', '2026-11-26 06:36:55.510105+00', 'public', 'vigneron'),
	(NULL, 'fb149f46-c619-4872-af61-b9aa778f9a16', 'test.crm_reco.ventes_hors_catalogue', 'test', 'ventes_hors_catalogue', 'warn', 1, 1, 0.269, 'Vins vendus depuis un an et absents du catalogue', '2026-11-26 06:36:55.510105+00', 'public', 'vigneron'),
	(NULL, 'fb149f46-c619-4872-af61-b9aa778f9a16', 'test.crm_reco.ventes_semaine_inhabituelle', 'test', 'ventes_semaine_inhabituelle', 'warn', 2, 1, 0.220, 'Semaines récentes très au-dessus ou au-dessous de l''année (export incomplet ?)', '2026-11-26 06:36:55.510105+00', 'public', 'vigneron'),
	(NULL, 'fb149f46-c619-4872-af61-b9aa778f9a16', 'exposure.crm_reco.brevo_contact_list', 'exposure', 'brevo_contact_list', 'no-op', 0, NULL, 0.002, 'NO-OP', '2026-11-26 06:36:55.510105+00', 'public', NULL),
	(NULL, 'fb149f46-c619-4872-af61-b9aa778f9a16', 'exposure.crm_reco.brevo_letters', 'exposure', 'brevo_letters', 'no-op', 0, NULL, 0.027, 'NO-OP', '2026-11-26 06:36:55.510105+00', 'public', NULL),
	(NULL, 'fb149f46-c619-4872-af61-b9aa778f9a16', 'exposure.crm_reco.page_du_lundi', 'exposure', 'page_du_lundi', 'no-op', 0, NULL, 0.001, 'NO-OP', '2026-11-26 06:36:55.510105+00', 'public', NULL);
INSERT INTO ops.schema_version VALUES
	('0006');
INSERT INTO raw.clients VALUES
	(1, 2, '2026-11-26 06:34:43.883586+00', 'P0', 'Nom0', 'Prenom0', 'p0@example.org', '06 00 00 00 00', '0 rue du Test', '67000', 'Strasbourg', 'FR', NULL),
	(1, 3, '2026-11-26 06:34:43.883586+00', 'P1', 'Nom1', 'Prenom1', 'p1@example.org', '06 00 00 00 01', '1 rue du Test', '67000', 'Strasbourg', 'FR', NULL),
	(1, 4, '2026-11-26 06:34:43.883586+00', 'P2', 'Nom2', 'Prenom2', 'p2@example.org', '06 00 00 00 02', '2 rue du Test', '67000', 'Strasbourg', 'FR', NULL),
	(1, 5, '2026-11-26 06:34:43.883586+00', 'P3', 'Nom3', 'Prenom3', 'p3@example.org', '06 00 00 00 03', '3 rue du Test', '67000', 'Strasbourg', 'FR', NULL),
	(1, 6, '2026-11-26 06:34:43.883586+00', 'P4', 'Nom4', 'Prenom4', 'p4@example.org', '06 00 00 00 04', '4 rue du Test', '67000', 'Strasbourg', 'FR', NULL),
	(1, 7, '2026-11-26 06:34:43.883586+00', 'P5', 'Nom5', 'Prenom5', 'p5@example.org', '06 00 00 00 05', '5 rue du Test', '67000', 'Strasbourg', 'FR', NULL),
	(1, 8, '2026-11-26 06:34:43.883586+00', 'P6', 'Nom6', 'Prenom6', 'p6@example.org', '06 00 00 00 06', '6 rue du Test', '67000', 'Strasbourg', 'FR', NULL),
	(1, 9, '2026-11-26 06:34:43.883586+00', 'P7', 'Nom7', 'Prenom7', 'p7@example.org', '06 00 00 00 07', '7 rue du Test', '67000', 'Strasbourg', 'FR', NULL),
	(1, 10, '2026-11-26 06:34:43.883586+00', 'P8', 'Nom8', NULL, NULL, NULL, NULL, NULL, 'Colmar', 'FR', NULL),
	(1, 11, '2026-11-26 06:34:43.883586+00', 'P9', 'Nom9', NULL, 'p9@example.org', NULL, NULL, NULL, NULL, 'FR', 'non'),
	(6, 2, '2026-11-26 06:35:40.046943+00', 'P0', 'Nom0', 'Prenom0', 'p0.nouveau@example.org', '06 00 00 00 00', '0 rue du Test', '67000', 'Sélestat', 'FR', NULL),
	(6, 3, '2026-11-26 06:35:40.046943+00', 'P1', 'Nom1', 'Prenom1', 'p1@example.org', '06 00 00 00 01', '1 rue du Test', '67000', 'Strasbourg', 'FR', NULL),
	(6, 4, '2026-11-26 06:35:40.046943+00', 'P2', 'Nom2', 'Prenom2', 'p2@example.org', '06 00 00 00 02', '2 rue du Test', '67000', 'Strasbourg', 'FR', NULL),
	(6, 5, '2026-11-26 06:35:40.046943+00', 'P3', 'Nom3', 'Prenom3', 'p3@example.org', '06 00 00 00 03', '3 rue du Test', '67000', 'Strasbourg', 'FR', NULL),
	(6, 6, '2026-11-26 06:35:40.046943+00', 'P4', 'Nom4', 'Prenom4', 'p4@example.org', '06 00 00 00 04', '4 rue du Test', '67000', 'Strasbourg', 'FR', NULL),
	(6, 7, '2026-11-26 06:35:40.046943+00', 'P5', 'Nom5', 'Prenom5', 'p5@example.org', '06 00 00 00 05', '5 rue du Test', '67000', 'Strasbourg', 'FR', NULL),
	(6, 8, '2026-11-26 06:35:40.046943+00', 'P6', 'Nom6', 'Prenom6', 'p6@example.org', '06 00 00 00 06', '6 rue du Test', '67000', 'Strasbourg', 'FR', NULL),
	(6, 9, '2026-11-26 06:35:40.046943+00', 'P7', 'Nom7', 'Prenom7', 'p7@example.org', '06 00 00 00 07', '7 rue du Test', '67000', 'Strasbourg', 'FR', NULL),
	(6, 10, '2026-11-26 06:35:40.046943+00', 'P8', 'Nom8', NULL, NULL, NULL, NULL, NULL, 'Colmar', 'FR', NULL),
	(6, 11, '2026-11-26 06:35:40.046943+00', 'P9', 'Nom9', NULL, 'p9@example.org', NULL, NULL, NULL, NULL, 'FR', 'non');
INSERT INTO raw.contacts VALUES
	(5, 2, '2026-11-26 06:34:43.906622+00', 'P7', '2025-01-06', NULL, 'ok'),
	(5, 3, '2026-11-26 06:34:43.906622+00', 'P6', '2025-01-06', NULL, 'ok');
INSERT INTO raw.files OVERRIDING SYSTEM VALUE VALUES
	(1, 'clients', 'clients.csv', '2025-06-09', 'clients1', NULL, 10, 0, NULL, NULL, 'loaded', NULL, NULL, NULL, '2026-11-26 06:34:43.883586+00', NULL),
	(2, 'ventes_lignes', 'ventes_lignes.csv', '2025-06-09', 'ventes_lignes2', NULL, 23, 0, NULL, NULL, 'loaded', NULL, NULL, NULL, '2026-11-26 06:34:43.8959+00', NULL),
	(3, 'produits', 'produits.csv', '2025-06-09', 'produits3', NULL, 5, 0, NULL, NULL, 'loaded', NULL, NULL, NULL, '2026-11-26 06:34:43.899772+00', NULL),
	(4, 'stock', 'stock.csv', '2025-06-09', 'stock4', NULL, 4, 0, NULL, NULL, 'loaded', NULL, NULL, NULL, '2026-11-26 06:34:43.90374+00', NULL),
	(5, 'contacts', 'contacts.csv', '2025-06-09', 'contacts5', NULL, 2, 0, NULL, NULL, 'loaded', NULL, NULL, NULL, '2026-11-26 06:34:43.906622+00', NULL),
	(6, 'clients', 'clients.csv', '2025-06-16', 'clients', NULL, 10, 0, NULL, NULL, 'loaded', NULL, NULL, NULL, '2026-11-26 06:35:40.046943+00', NULL);
INSERT INTO raw.produits VALUES
	(3, 2, '2026-11-26 06:34:43.899772+00', 'Riesling 2021', NULL, NULL, NULL, NULL, NULL, '12,5', NULL, NULL, NULL, NULL, 'oui'),
	(3, 3, '2026-11-26 06:34:43.899772+00', 'Muscat 2022', NULL, NULL, NULL, NULL, NULL, '12,5', NULL, NULL, NULL, NULL, 'oui'),
	(3, 4, '2026-11-26 06:34:43.899772+00', 'Pinot Gris 2020', NULL, NULL, NULL, NULL, NULL, '12,5', NULL, NULL, NULL, NULL, 'oui'),
	(3, 5, '2026-11-26 06:34:43.899772+00', 'Crémant Brut', NULL, NULL, NULL, NULL, NULL, '12,5', NULL, NULL, NULL, NULL, 'oui'),
	(3, 6, '2026-11-26 06:34:43.899772+00', 'Vin A', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'oui');
INSERT INTO raw.stock VALUES
	(4, 2, '2026-11-26 06:34:43.90374+00', 'Riesling 2021', '600', NULL, NULL),
	(4, 3, '2026-11-26 06:34:43.90374+00', 'Muscat 2022', '600', NULL, NULL),
	(4, 4, '2026-11-26 06:34:43.90374+00', 'Pinot Gris 2020', '600', NULL, NULL),
	(4, 5, '2026-11-26 06:34:43.90374+00', 'Crémant Brut', '600', NULL, NULL);
INSERT INTO raw.ventes_lignes VALUES
	(2, 2, '2026-11-26 06:34:43.8959+00', 'P0', '2024-07-09', 'Muscat 2022', '6', '10', '60', '72', NULL, 'FACTURE', 'F100', NULL, 'BTL', 'p0@example.org', NULL, NULL),
	(2, 3, '2026-11-26 06:34:43.8959+00', 'P1', '2024-07-08', 'Pinot Gris 2020', '6', '10', '60', '72', NULL, 'FACTURE', 'F101', NULL, 'BTL', 'p1@example.org', NULL, NULL),
	(2, 4, '2026-11-26 06:34:43.8959+00', 'P2', '2024-07-07', 'Crémant Brut', '6', '10', '60', '72', NULL, 'FACTURE', 'F102', NULL, 'BTL', 'p2@example.org', NULL, NULL),
	(2, 5, '2026-11-26 06:34:43.8959+00', 'P3', '2024-07-06', 'Riesling 2021', '6', '10', '60', '72', NULL, 'FACTURE', 'F103', NULL, 'BTL', 'p3@example.org', NULL, NULL),
	(2, 6, '2026-11-26 06:34:43.8959+00', 'P4', '2024-07-05', 'Muscat 2022', '6', '10', '60', '72', NULL, 'FACTURE', 'F104', NULL, 'BTL', 'p4@example.org', NULL, NULL),
	(2, 7, '2026-11-26 06:34:43.8959+00', 'P5', '2024-07-04', 'Pinot Gris 2020', '6', '10', '60', '72', NULL, 'FACTURE', 'F105', NULL, 'BTL', 'p5@example.org', NULL, NULL),
	(2, 8, '2026-11-26 06:34:43.8959+00', 'P6', '2024-07-03', 'Crémant Brut', '6', '10', '60', '72', NULL, 'FACTURE', 'F106', NULL, 'BTL', 'p6@example.org', NULL, NULL),
	(2, 9, '2026-11-26 06:34:43.8959+00', 'P7', '2024-07-02', 'Riesling 2021', '6', '10', '60', '72', NULL, 'FACTURE', 'F107', NULL, 'BTL', 'p7@example.org', NULL, NULL),
	(2, 10, '2026-11-26 06:34:43.8959+00', 'P8', '2024-07-01', 'Muscat 2022', '6', '10', '60', '72', NULL, 'FACTURE', 'F108', NULL, 'BTL', NULL, NULL, NULL),
	(2, 11, '2026-11-26 06:34:43.8959+00', 'P9', '2024-06-30', 'Pinot Gris 2020', '6', '10', '60', '72', NULL, 'FACTURE', 'F109', NULL, 'BTL', NULL, NULL, NULL),
	(2, 12, '2026-11-26 06:34:43.8959+00', 'P0', '2023-07-10', 'Pinot Gris 2020', '6', '10', '60', '72', NULL, 'FACTURE', 'F200', NULL, 'BTL', 'p0@example.org', NULL, NULL),
	(2, 13, '2026-11-26 06:34:43.8959+00', 'P1', '2023-07-09', 'Crémant Brut', '6', '10', '60', '72', NULL, 'FACTURE', 'F201', NULL, 'BTL', 'p1@example.org', NULL, NULL),
	(2, 14, '2026-11-26 06:34:43.8959+00', 'P2', '2023-07-08', 'Riesling 2021', '6', '10', '60', '72', NULL, 'FACTURE', 'F202', NULL, 'BTL', 'p2@example.org', NULL, NULL),
	(2, 15, '2026-11-26 06:34:43.8959+00', 'P3', '2023-07-07', 'Muscat 2022', '6', '10', '60', '72', NULL, 'FACTURE', 'F203', NULL, 'BTL', 'p3@example.org', NULL, NULL),
	(2, 16, '2026-11-26 06:34:43.8959+00', 'P4', '2023-07-06', 'Pinot Gris 2020', '6', '10', '60', '72', NULL, 'FACTURE', 'F204', NULL, 'BTL', 'p4@example.org', NULL, NULL),
	(2, 17, '2026-11-26 06:34:43.8959+00', 'P5', '2023-07-05', 'Crémant Brut', '6', '10', '60', '72', NULL, 'FACTURE', 'F205', NULL, 'BTL', 'p5@example.org', NULL, NULL),
	(2, 18, '2026-11-26 06:34:43.8959+00', 'P6', '2023-07-04', 'Riesling 2021', '6', '10', '60', '72', NULL, 'FACTURE', 'F206', NULL, 'BTL', 'p6@example.org', NULL, NULL),
	(2, 19, '2026-11-26 06:34:43.8959+00', 'P7', '2023-07-03', 'Muscat 2022', '6', '10', '60', '72', NULL, 'FACTURE', 'F207', NULL, 'BTL', 'p7@example.org', NULL, NULL),
	(2, 20, '2026-11-26 06:34:43.8959+00', 'P8', '2023-07-02', 'Pinot Gris 2020', '6', '10', '60', '72', NULL, 'FACTURE', 'F208', NULL, 'BTL', NULL, NULL, NULL),
	(2, 21, '2026-11-26 06:34:43.8959+00', 'P9', '2023-07-01', 'Crémant Brut', '6', '10', '60', '72', NULL, 'FACTURE', 'F209', NULL, 'BTL', NULL, NULL, NULL),
	(2, 22, '2026-11-26 06:34:43.8959+00', 'P1', '31/02/2025', 'Riesling 2021', '6', '10', '60', '72', NULL, 'FACTURE', 'F900', NULL, 'BTL', NULL, NULL, NULL),
	(2, 23, '2026-11-26 06:34:43.8959+00', 'P2', '2025-05-31', 'Vin Inconnu', '6', '10', '60', '99', NULL, 'FACTURE', 'F901', NULL, 'BTL', NULL, NULL, NULL),
	(2, 24, '2026-11-26 06:34:43.8959+00', 'P3', '2025-07-19', 'Vin A', '6', '10', '60', '72', NULL, 'FACTURE', 'F902', NULL, 'BTL', NULL, NULL, NULL);
INSERT INTO snapshots.clients_history VALUES
	('P1', 'P1', 'seul', 'Nom1', 'Prenom1', 'p1@example.org', '+33600000001', '1 rue du Test', '67000', 'Strasbourg', 'FR', NULL, true, 1, 3, '5b2c19bc4ab9b6df522a4650f10d2e80', '2026-11-26 06:35:09.531791', '2026-11-26 06:35:09.531791', NULL),
	('P2', 'P2', 'seul', 'Nom2', 'Prenom2', 'p2@example.org', '+33600000002', '2 rue du Test', '67000', 'Strasbourg', 'FR', NULL, true, 1, 4, 'a1251e40256b4641676a6acc64b2a358', '2026-11-26 06:35:09.531791', '2026-11-26 06:35:09.531791', NULL),
	('P3', 'P3', 'seul', 'Nom3', 'Prenom3', 'p3@example.org', '+33600000003', '3 rue du Test', '67000', 'Strasbourg', 'FR', NULL, true, 1, 5, '7a718f9e4acaeb07ae0a8343f988b3b8', '2026-11-26 06:35:09.531791', '2026-11-26 06:35:09.531791', NULL),
	('P4', 'P4', 'seul', 'Nom4', 'Prenom4', 'p4@example.org', '+33600000004', '4 rue du Test', '67000', 'Strasbourg', 'FR', NULL, true, 1, 6, 'f12e6a63fe12ee169e16ba3a1a962640', '2026-11-26 06:35:09.531791', '2026-11-26 06:35:09.531791', NULL),
	('P5', 'P5', 'seul', 'Nom5', 'Prenom5', 'p5@example.org', '+33600000005', '5 rue du Test', '67000', 'Strasbourg', 'FR', NULL, true, 1, 7, '575e84e8b939e55d52bfe0f4014f02a8', '2026-11-26 06:35:09.531791', '2026-11-26 06:35:09.531791', NULL),
	('P6', 'P6', 'seul', 'Nom6', 'Prenom6', 'p6@example.org', '+33600000006', '6 rue du Test', '67000', 'Strasbourg', 'FR', NULL, true, 1, 8, '29feb97fb7f09293af4c7e6b0601ce34', '2026-11-26 06:35:09.531791', '2026-11-26 06:35:09.531791', NULL),
	('P7', 'P7', 'seul', 'Nom7', 'Prenom7', 'p7@example.org', '+33600000007', '7 rue du Test', '67000', 'Strasbourg', 'FR', NULL, true, 1, 9, '625062be6983ba0ea066ab4f6a0ca5d2', '2026-11-26 06:35:09.531791', '2026-11-26 06:35:09.531791', NULL),
	('P8', 'P8', 'seul', 'Nom8', NULL, NULL, NULL, NULL, NULL, 'Colmar', 'FR', NULL, true, 1, 10, '80fa56c49647ec16003b4cdf42291efe', '2026-11-26 06:35:09.531791', '2026-11-26 06:35:09.531791', NULL),
	('P9', 'P9', 'seul', 'Nom9', NULL, 'p9@example.org', NULL, NULL, NULL, NULL, 'FR', false, true, 1, 11, 'd217fc11a50a135c33518d3a9e7e431b', '2026-11-26 06:35:09.531791', '2026-11-26 06:35:09.531791', NULL),
	('P0', 'P0', 'seul', 'Nom0', 'Prenom0', 'p0@example.org', '+33600000000', '0 rue du Test', '67000', 'Strasbourg', 'FR', NULL, true, 1, 2, 'c16382c0d9bbc706bd7685dcb22ad592', '2026-11-26 06:35:09.531791', '2026-11-26 06:35:09.531791', '2026-11-26 06:36:09.098449'),
	('P0', 'P0', 'seul', 'Nom0', 'Prenom0', 'p0.nouveau@example.org', '+33600000000', '0 rue du Test', '67000', 'Sélestat', 'FR', NULL, true, 6, 2, 'a45d7356fb659207cf5041bba2c2d28c', '2026-11-26 06:36:09.098449', '2026-11-26 06:36:09.098449', NULL);
INSERT INTO snapshots.produits_history VALUES
	('CREMANT BRUT', 'Crémant Brut', NULL, NULL, NULL, NULL, NULL, 12.5, NULL, NULL, NULL, NULL, true, true, 3, 5, '5ea68baeecf027d9990696d73b670ecc', '2026-11-26 06:35:05.027758', '2026-11-26 06:35:05.027758', NULL),
	('MUSCAT 2022', 'Muscat 2022', NULL, NULL, NULL, NULL, NULL, 12.5, NULL, NULL, NULL, NULL, true, true, 3, 3, '26e21121ca84ad0f530eca88efdf76cd', '2026-11-26 06:35:05.027758', '2026-11-26 06:35:05.027758', NULL),
	('PINOT GRIS 2020', 'Pinot Gris 2020', NULL, NULL, NULL, NULL, NULL, 12.5, NULL, NULL, NULL, NULL, true, true, 3, 4, '3ff138d665e4f4eb976c8ae0936d774c', '2026-11-26 06:35:05.027758', '2026-11-26 06:35:05.027758', NULL),
	('RIESLING 2021', 'Riesling 2021', NULL, NULL, NULL, NULL, NULL, 12.5, NULL, NULL, NULL, NULL, true, true, 3, 2, '523a89d036fd5d091a873c58b86d192f', '2026-11-26 06:35:05.027758', '2026-11-26 06:35:05.027758', NULL),
	('VIN A', 'Vin A', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, true, true, 3, 6, '47b31f7fdd0b85cb31e90cb263eefd17', '2026-11-26 06:35:05.027758', '2026-11-26 06:35:05.027758', NULL);
INSERT INTO snapshots.stock_history VALUES
	('CREMANT BRUT', 600, NULL, '2025-06-09', true, 4, 5, '4459fc39c94b451b7625d1a22ecc575c', '2026-11-26 06:35:05.163619', '2026-11-26 06:35:05.163619', NULL),
	('MUSCAT 2022', 600, NULL, '2025-06-09', true, 4, 3, 'fa966a33727aea82a138c9b55a9dd1a1', '2026-11-26 06:35:05.163619', '2026-11-26 06:35:05.163619', NULL),
	('PINOT GRIS 2020', 600, NULL, '2025-06-09', true, 4, 4, '124c81a18d805e2ebe3b8e801a998a94', '2026-11-26 06:35:05.163619', '2026-11-26 06:35:05.163619', NULL),
	('RIESLING 2021', 600, NULL, '2025-06-09', true, 4, 2, 'a8b596ea5f7398bc50304228a097c0d4', '2026-11-26 06:35:05.163619', '2026-11-26 06:35:05.163619', NULL);
INSERT INTO sync.brevo_contacts VALUES
	('P0', 'p0.nouveau@example.org', '{"NOM": "Nom0", "PRENOM": "Prenom0", "RECO_LE": "2025-06-16", "SEGMENT": "Fidèles potentiels", "RECO_TYPE": "REBUY", "GAMME_PREF": null, "NB_COMMANDES": 2, "PANIER_MOYEN": 60.00, "DERNIER_ACHAT": "2024-07-09"}', '80f569ee57f49db452f899d47b87ba63849f3d0e354bd4d6d781e68abac17ceb'),
	('P1', 'p1@example.org', '{"NOM": "Nom1", "PRENOM": "Prenom1", "RECO_LE": "2025-06-16", "SEGMENT": "Fidèles potentiels", "RECO_TYPE": "CROSS_SELL", "GAMME_PREF": null, "NB_COMMANDES": 2, "PANIER_MOYEN": 60.00, "DERNIER_ACHAT": "2024-07-08"}', '19452977210ccc5558f7c72dc3535b83563bffe2183fe3cb6a6fa3bb729924b7'),
	('P2', 'p2@example.org', '{"NOM": "Nom2", "PRENOM": "Prenom2", "RECO_LE": "2025-06-16", "SEGMENT": "Champions", "RECO_TYPE": "CROSS_SELL", "GAMME_PREF": null, "NB_COMMANDES": 3, "PANIER_MOYEN": 60.00, "DERNIER_ACHAT": "2025-05-31"}', '0a06d5bfdef7222eec19865ae23c963bb28a799a1fb71c94c1a206bbf3923c3e'),
	('P3', 'p3@example.org', '{"NOM": "Nom3", "PRENOM": "Prenom3", "RECO_LE": "2025-06-16", "SEGMENT": "Fidèles potentiels", "RECO_TYPE": "CROSS_SELL", "GAMME_PREF": null, "NB_COMMANDES": 2, "PANIER_MOYEN": 60.00, "DERNIER_ACHAT": "2024-07-06"}', '48cb2b591c9b3592f29e0784cc9fcfd34cb40fef374df1cbcc7c7e07d91c000b'),
	('P4', 'p4@example.org', '{"NOM": "Nom4", "PRENOM": "Prenom4", "RECO_LE": "2025-06-16", "SEGMENT": "À surveiller", "RECO_TYPE": "REBUY", "GAMME_PREF": null, "NB_COMMANDES": 2, "PANIER_MOYEN": 60.00, "DERNIER_ACHAT": "2024-07-05"}', '41b711e8b8858d4246deeaa5b7eb9d260c833d46220158c3bc3cd98a8625e333'),
	('P5', 'p5@example.org', '{"NOM": "Nom5", "PRENOM": "Prenom5", "RECO_LE": "2025-06-16", "SEGMENT": "À surveiller", "RECO_TYPE": "CROSS_SELL", "GAMME_PREF": null, "NB_COMMANDES": 2, "PANIER_MOYEN": 60.00, "DERNIER_ACHAT": "2024-07-04"}', '24bd3ced5fe944e190d682c9ff80a1d130d0caf3729f3abcc39e6dd9a9319ae5'),
	('P6', 'p6@example.org', '{"NOM": "Nom6", "PRENOM": "Prenom6", "RECO_LE": "2025-06-16", "SEGMENT": "À risque", "RECO_TYPE": "CROSS_SELL", "GAMME_PREF": null, "NB_COMMANDES": 2, "PANIER_MOYEN": 60.00, "DERNIER_ACHAT": "2024-07-03"}', '1976f02dccdc08a99b1c25ce236154100d32ef76992c4af59a5c2505bb1c78f1'),
	('P7', 'p7@example.org', '{"NOM": "Nom7", "PRENOM": "Prenom7", "RECO_LE": "2025-06-16", "SEGMENT": "À risque", "RECO_TYPE": "CROSS_SELL", "GAMME_PREF": null, "NB_COMMANDES": 2, "PANIER_MOYEN": 60.00, "DERNIER_ACHAT": "2024-07-02"}', '0bdbbb0710eecf1ff87626e0101e245ad0b5a817917f683a42c03ac63c26d601');
INSERT INTO sync.brevo_messages VALUES
	('011a2801-e569-d1a9-0268-f4563ee37f8a', 'P5', 'p5@example.org', 'CROSS_SELL', '2025-06-16', '[{"rank": 1, "score": 41.51, "prix_ttc": 12.5, "produit_key": "MUSCAT 2022"}, {"rank": 2, "score": 16.26, "prix_ttc": 12.5, "produit_key": "RIESLING 2021"}]', '{"produits": [{"nom": "Muscat 2022", "prix": "12,50 €", "chemin": "muscat-2022", "raison": "Millésime 2022.", "millesime": "2022"}, {"nom": "Riesling 2021", "prix": "12,50 €", "chemin": "riesling-2021", "raison": "Millésime 2021.", "millesime": "2021"}], "salutation": "Bonjour Prenom5 Nom5", "dernier_achat": "juillet 2024"}', 'ed7c84a0655ba19b31c20532ff41735edd92d1ee37efe0a0f5618e85caccf377'),
	('05681289-bf58-15bc-cc8f-a9f35977f358', 'P4', 'p4@example.org', 'REBUY', '2025-06-16', '[{"rank": 1, "score": 56.50, "prix_ttc": 12.5, "produit_key": "PINOT GRIS 2020"}, {"rank": 2, "score": 51.62, "prix_ttc": 12.5, "produit_key": "MUSCAT 2022"}]', '{"produits": [{"nom": "Pinot Gris 2020", "prix": "12,50 €", "chemin": "pinot-gris-2020", "raison": "Vous aviez commandé 6 bouteilles en juillet 2023.", "millesime": "2020"}, {"nom": "Muscat 2022", "prix": "12,50 €", "chemin": "muscat-2022", "raison": "Vous aviez commandé 6 bouteilles en juillet 2024.", "millesime": "2022"}], "salutation": "Bonjour Prenom4 Nom4", "dernier_achat": "juillet 2024"}', '534ff5bfad97c06c3a0ae36a6fbb098cee31f136e55644d4b45fdbd92c0e7d53'),
	('1b101a82-6c6f-ae66-ee0f-d69dab5c7cfe', 'P0', 'p0.nouveau@example.org', 'REBUY', '2025-06-16', '[{"rank": 1, "score": 56.51, "prix_ttc": 12.5, "produit_key": "PINOT GRIS 2020"}, {"rank": 2, "score": 51.65, "prix_ttc": 12.5, "produit_key": "MUSCAT 2022"}]', '{"produits": [{"nom": "Pinot Gris 2020", "prix": "12,50 €", "chemin": "pinot-gris-2020", "raison": "Vous aviez commandé 6 bouteilles en juillet 2023.", "millesime": "2020"}, {"nom": "Muscat 2022", "prix": "12,50 €", "chemin": "muscat-2022", "raison": "Vous aviez commandé 6 bouteilles en juillet 2024.", "millesime": "2022"}], "salutation": "Bonjour Prenom0 Nom0", "dernier_achat": "juillet 2024"}', 'dcfcad617b4ae75b28b2d1037acc8f78014d37074a06d74e5e4f54d2915e2f5a'),
	('4cc7d7ae-5b14-1803-47cb-f7040df7682d', 'P2', 'p2@example.org', 'CROSS_SELL', '2025-06-16', '[{"rank": 1, "score": 41.06, "prix_ttc": 12.5, "produit_key": "PINOT GRIS 2020"}, {"rank": 2, "score": 18.21, "prix_ttc": 12.5, "produit_key": "MUSCAT 2022"}]', '{"produits": [{"nom": "Pinot Gris 2020", "prix": "12,50 €", "chemin": "pinot-gris-2020", "raison": "Millésime 2020.", "millesime": "2020"}, {"nom": "Muscat 2022", "prix": "12,50 €", "chemin": "muscat-2022", "raison": "Millésime 2022.", "millesime": "2022"}], "salutation": "Bonjour Prenom2 Nom2", "dernier_achat": "mai 2025"}', '8e26e6bd2745449daa764bd1a93d0a73edaf90aa2112991de04137b032fd4122'),
	('62f5f78d-a6e1-30a0-9e10-b6209ca7964e', 'P1', 'p1@example.org', 'CROSS_SELL', '2025-06-16', '[{"rank": 1, "score": 41.51, "prix_ttc": 12.5, "produit_key": "MUSCAT 2022"}, {"rank": 2, "score": 16.26, "prix_ttc": 12.5, "produit_key": "RIESLING 2021"}]', '{"produits": [{"nom": "Muscat 2022", "prix": "12,50 €", "chemin": "muscat-2022", "raison": "Millésime 2022.", "millesime": "2022"}, {"nom": "Riesling 2021", "prix": "12,50 €", "chemin": "riesling-2021", "raison": "Millésime 2021.", "millesime": "2021"}], "salutation": "Bonjour Prenom1 Nom1", "dernier_achat": "juillet 2024"}', 'ae28a04c42a5e4c1de4fe29459d444d8ca2c8a15560080b5382bdfceebdbd29c'),
	('d062abb7-a72a-41aa-56cc-42c56445480d', 'P7', 'p7@example.org', 'CROSS_SELL', '2025-06-16', '[{"rank": 1, "score": 41.06, "prix_ttc": 12.5, "produit_key": "PINOT GRIS 2020"}, {"rank": 2, "score": 37.10, "prix_ttc": 12.5, "produit_key": "CREMANT BRUT"}]', '{"produits": [{"nom": "Pinot Gris 2020", "prix": "12,50 €", "chemin": "pinot-gris-2020", "raison": "Millésime 2020.", "millesime": "2020"}, {"nom": "Crémant Brut", "prix": "12,50 €", "chemin": "cremant-brut", "raison": "Au catalogue du domaine.", "millesime": ""}], "salutation": "Bonjour Prenom7 Nom7", "dernier_achat": "juillet 2024"}', '5680d8ee9fd925aa6bfe961e7f475618f1e173fb2869d84cc6944cb735b809d1'),
	('e4fbd0d5-c4e2-c1c0-51d8-25542d8383ca', 'P6', 'p6@example.org', 'CROSS_SELL', '2025-06-16', '[{"rank": 1, "score": 41.06, "prix_ttc": 12.5, "produit_key": "PINOT GRIS 2020"}, {"rank": 2, "score": 18.21, "prix_ttc": 12.5, "produit_key": "MUSCAT 2022"}]', '{"produits": [{"nom": "Pinot Gris 2020", "prix": "12,50 €", "chemin": "pinot-gris-2020", "raison": "Millésime 2020.", "millesime": "2020"}, {"nom": "Muscat 2022", "prix": "12,50 €", "chemin": "muscat-2022", "raison": "Millésime 2022.", "millesime": "2022"}], "salutation": "Bonjour Prenom6 Nom6", "dernier_achat": "juillet 2024"}', '04fe1717f9b8e2927a1df46538c0c63002543b6d1cb576dfa73971b566f18a6a'),
	('e818fb15-3cc6-210b-5906-2d691159c6aa', 'P3', 'p3@example.org', 'CROSS_SELL', '2025-06-16', '[{"rank": 1, "score": 41.06, "prix_ttc": 12.5, "produit_key": "PINOT GRIS 2020"}, {"rank": 2, "score": 37.10, "prix_ttc": 12.5, "produit_key": "CREMANT BRUT"}]', '{"produits": [{"nom": "Pinot Gris 2020", "prix": "12,50 €", "chemin": "pinot-gris-2020", "raison": "Millésime 2020.", "millesime": "2020"}, {"nom": "Crémant Brut", "prix": "12,50 €", "chemin": "cremant-brut", "raison": "Au catalogue du domaine.", "millesime": ""}], "salutation": "Bonjour Prenom3 Nom3", "dernier_achat": "juillet 2024"}', 'c932fa3d929d9a73bcef2d1cbe56f8e3c4633983c8e96112cb6743d3fcc723b8');
INSERT INTO test_failures.clients_sans_email VALUES
	('P8', 10);
INSERT INTO test_failures.produits_sans_prix VALUES
	('VIN A');
INSERT INTO test_failures.produits_sans_stock VALUES
	('VIN A');
INSERT INTO test_failures.ventes_datees_du_futur VALUES
	(2, 24, 'FACTURE|F902|2025-07-19', '2025-07-19');
INSERT INTO test_failures.ventes_hors_catalogue VALUES
	('VIN INCONNU', 1, '2025-05-31');
INSERT INTO test_failures.ventes_hors_taux_de_tva VALUES
	(2, 23, 'FACTURE|F901|2025-05-31', 60, 99);
INSERT INTO test_failures.ventes_part_rejetee VALUES
	(4.35, 44, '1 ligne(s) de vente rejetée(s), 22 gardée(s)');
INSERT INTO test_failures.ventes_semaine_inhabituelle VALUES
	('2025-05-26', 'lignes', 1, 0, 0),
	('2025-05-26', 'mt_ht', 60, 0, 0);
SELECT pg_catalog.setval('activation.approvals_approval_id_seq', 8, true);
SELECT pg_catalog.setval('activation.attempts_attempt_id_seq', 1, false);
SELECT pg_catalog.setval('activation.breaker_openings_opening_id_seq', 1, false);
SELECT pg_catalog.setval('activation.suppressions_suppression_id_seq', 1, false);
SELECT pg_catalog.setval('activation.webhook_inbox_inbox_id_seq', 1, false);
SELECT pg_catalog.setval('raw.files_file_id_seq', 6, true);
ALTER TABLE ONLY activation.approvals
    ADD CONSTRAINT approvals_pkey PRIMARY KEY (approval_id);
ALTER TABLE ONLY activation.attempts
    ADD CONSTRAINT attempts_pkey PRIMARY KEY (attempt_id);
ALTER TABLE ONLY activation.breaker_openings
    ADD CONSTRAINT breaker_openings_pkey PRIMARY KEY (opening_id);
ALTER TABLE ONLY activation.contact_state
    ADD CONSTRAINT contact_state_pkey PRIMARY KEY (client_code);
ALTER TABLE ONLY activation.cursors
    ADD CONSTRAINT cursors_pkey PRIMARY KEY (name);
ALTER TABLE ONLY activation.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (event_key);
ALTER TABLE ONLY activation.outbox
    ADD CONSTRAINT outbox_idempotency_key_key UNIQUE (idempotency_key);
ALTER TABLE ONLY activation.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (send_id);
ALTER TABLE ONLY activation.recommendations
    ADD CONSTRAINT recommendations_pkey PRIMARY KEY (reco_id);
ALTER TABLE ONLY activation.runs
    ADD CONSTRAINT runs_pkey PRIMARY KEY (run_id);
ALTER TABLE ONLY activation.suppressions
    ADD CONSTRAINT suppressions_pkey PRIMARY KEY (suppression_id);
ALTER TABLE ONLY activation.templates
    ADD CONSTRAINT templates_pkey PRIMARY KEY (scenario);
ALTER TABLE ONLY activation.webhook_inbox
    ADD CONSTRAINT webhook_inbox_pkey PRIMARY KEY (inbox_id);
ALTER TABLE ONLY crm.achats
    ADD CONSTRAINT achats_pkey1 PRIMARY KEY (_file_id, _line_number, client_code);
ALTER TABLE ONLY crm.co_purchases
    ADD CONSTRAINT co_purchases_pkey1 PRIMARY KEY (produit_key_a, produit_key_b);
ALTER TABLE ONLY crm.contact_bars
    ADD CONSTRAINT contact_bars_pkey1 PRIMARY KEY (client_code, not_contactable_reason);
ALTER TABLE ONLY crm.contact_log
    ADD CONSTRAINT contact_log_pkey1 PRIMARY KEY (contact_id);
ALTER TABLE ONLY crm.contact_refusals
    ADD CONSTRAINT contact_refusals_pkey1 PRIMARY KEY (refusal_id);
ALTER TABLE ONLY crm.conversions
    ADD CONSTRAINT conversions_pkey1 PRIMARY KEY (client_code, document_id);
ALTER TABLE ONLY crm.customer_360
    ADD CONSTRAINT customer_360_pkey1 PRIMARY KEY (client_code);
ALTER TABLE ONLY crm.customer_contacts
    ADD CONSTRAINT customer_contacts_pkey1 PRIMARY KEY (client_code);
ALTER TABLE ONLY crm.customer_families
    ADD CONSTRAINT customer_families_pkey1 PRIMARY KEY (client_code, famille_crm);
ALTER TABLE ONLY crm.customer_identity
    ADD CONSTRAINT customer_identity_pkey1 PRIMARY KEY (client_code);
ALTER TABLE ONLY crm.customer_purchases
    ADD CONSTRAINT customer_purchases_pkey1 PRIMARY KEY (client_code);
ALTER TABLE ONLY crm.health_facts
    ADD CONSTRAINT health_facts_pkey PRIMARY KEY (section, indicateur);
ALTER TABLE ONLY crm.health_files
    ADD CONSTRAINT health_files_pkey1 PRIMARY KEY (section, indicateur);
ALTER TABLE ONLY crm.health_persons
    ADD CONSTRAINT health_persons_pkey1 PRIMARY KEY (section, indicateur);
ALTER TABLE ONLY crm.health_reconciliation
    ADD CONSTRAINT health_reconciliation_pkey1 PRIMARY KEY (section, indicateur);
ALTER TABLE ONLY crm.health_rejections
    ADD CONSTRAINT health_rejections_pkey1 PRIMARY KEY (section, indicateur);
ALTER TABLE ONLY crm.letter_candidates
    ADD CONSTRAINT letter_candidates_pkey1 PRIMARY KEY (client_code, produit_key);
ALTER TABLE ONLY crm.letter_choices
    ADD CONSTRAINT letter_choices_pkey1 PRIMARY KEY (client_code);
ALTER TABLE ONLY crm.letter_facts
    ADD CONSTRAINT letter_facts_pkey1 PRIMARY KEY (client_code, rank);
ALTER TABLE ONLY crm.letter_families
    ADD CONSTRAINT letter_families_pkey1 PRIMARY KEY (produit_key);
ALTER TABLE ONLY crm.letter_offers
    ADD CONSTRAINT letter_offers_pkey1 PRIMARY KEY (client_code, scenario, produit_key);
ALTER TABLE ONLY crm.letter_orders
    ADD CONSTRAINT letter_orders_pkey1 PRIMARY KEY (client_code, cuvee_key);
ALTER TABLE ONLY crm.letter_pairs
    ADD CONSTRAINT letter_pairs_pkey1 PRIMARY KEY (client_code, produit_key);
ALTER TABLE ONLY crm.letter_persons
    ADD CONSTRAINT letter_persons_pkey1 PRIMARY KEY (client_code);
ALTER TABLE ONLY crm.letter_places
    ADD CONSTRAINT letter_places_pkey1 PRIMARY KEY (client_code, produit_key);
ALTER TABLE ONLY crm.letter_refusals
    ADD CONSTRAINT letter_refusals_pkey1 PRIMARY KEY (client_code, cuvee_key);
ALTER TABLE ONLY crm.letter_silences
    ADD CONSTRAINT letter_silences_pkey1 PRIMARY KEY (client_code);
ALTER TABLE ONLY crm.letter_stock
    ADD CONSTRAINT letter_stock_pkey1 PRIMARY KEY (client_code, produit_key);
ALTER TABLE ONLY crm.letter_tastes
    ADD CONSTRAINT letter_tastes_pkey1 PRIMARY KEY (client_code, cuvee_key);
ALTER TABLE ONLY crm.letter_wines
    ADD CONSTRAINT letter_wines_pkey1 PRIMARY KEY (produit_key);
ALTER TABLE ONLY crm.reco_baskets
    ADD CONSTRAINT reco_baskets_pkey1 PRIMARY KEY (is_rehearsal, person_id);
ALTER TABLE ONLY crm.reco_best_sellers
    ADD CONSTRAINT reco_best_sellers_pkey1 PRIMARY KEY (is_rehearsal, "position");
ALTER TABLE ONLY crm.reco_calendar
    ADD CONSTRAINT reco_calendar_pkey1 PRIMARY KEY (is_rehearsal);
ALTER TABLE ONLY crm.reco_clicked
    ADD CONSTRAINT reco_clicked_pkey1 PRIMARY KEY (person_id, product_id);
ALTER TABLE ONLY crm.reco_document_pairs
    ADD CONSTRAINT reco_document_pairs_pkey1 PRIMARY KEY (product_id_a, product_id_b);
ALTER TABLE ONLY crm.reco_favours
    ADD CONSTRAINT reco_favours_pkey1 PRIMARY KEY (product_id);
ALTER TABLE ONLY crm.reco_health
    ADD CONSTRAINT reco_health_pkey1 PRIMARY KEY (section, indicateur);
ALTER TABLE ONLY crm.reco_history
    ADD CONSTRAINT reco_history_pkey1 PRIMARY KEY (is_rehearsal, person_id, product_id);
ALTER TABLE ONLY crm.reco_neighbours
    ADD CONSTRAINT reco_neighbours_pkey1 PRIMARY KEY (is_rehearsal, product_id_a, product_id_b);
ALTER TABLE ONLY crm.reco_option_marks
    ADD CONSTRAINT reco_option_marks_pkey1 PRIMARY KEY (option_id);
ALTER TABLE ONLY crm.reco_options
    ADD CONSTRAINT reco_options_pkey1 PRIMARY KEY (option_id);
ALTER TABLE ONLY crm.reco_pairs
    ADD CONSTRAINT reco_pairs_pkey1 PRIMARY KEY (is_rehearsal, product_id_a, product_id_b);
ALTER TABLE ONLY crm.reco_persons
    ADD CONSTRAINT reco_persons_pkey1 PRIMARY KEY (person_id);
ALTER TABLE ONLY crm.reco_pool
    ADD CONSTRAINT reco_pool_pkey1 PRIMARY KEY (person_id, product_id);
ALTER TABLE ONLY crm.reco_products
    ADD CONSTRAINT reco_products_pkey1 PRIMARY KEY (product_id);
ALTER TABLE ONLY crm.reco_profile_marks
    ADD CONSTRAINT reco_profile_marks_pkey1 PRIMARY KEY (profile_id);
ALTER TABLE ONLY crm.reco_profiles
    ADD CONSTRAINT reco_profiles_pkey1 PRIMARY KEY (profile_id);
ALTER TABLE ONLY crm.reco_purchases
    ADD CONSTRAINT reco_purchases_pkey1 PRIMARY KEY (person_id, product_id, document_id, date_livraison);
ALTER TABLE ONLY crm.reco_readers
    ADD CONSTRAINT reco_readers_pkey1 PRIMARY KEY (is_rehearsal, person_id);
ALTER TABLE ONLY crm.reco_score_history
    ADD CONSTRAINT reco_score_history_pkey PRIMARY KEY (as_of_date);
ALTER TABLE ONLY crm.reco_strengths
    ADD CONSTRAINT reco_strengths_pkey1 PRIMARY KEY (is_rehearsal, product_id);
ALTER TABLE ONLY crm.reco_trends
    ADD CONSTRAINT reco_trends_pkey1 PRIMARY KEY (is_rehearsal, profile_id, product_id);
ALTER TABLE ONLY crm.reco_truths
    ADD CONSTRAINT reco_truths_pkey1 PRIMARY KEY (person_id, product_id);
ALTER TABLE ONLY crm.recommendation_candidates
    ADD CONSTRAINT recommendation_candidates_pkey1 PRIMARY KEY (client_code, produit_key);
ALTER TABLE ONLY crm.recommendation_exclusions
    ADD CONSTRAINT recommendation_exclusions_pkey1 PRIMARY KEY (exclusion_id);
ALTER TABLE ONLY crm.recommendation_items
    ADD CONSTRAINT recommendation_items_pkey1 PRIMARY KEY (client_code, rank);
ALTER TABLE ONLY crm.recommendations
    ADD CONSTRAINT recommendations_pkey1 PRIMARY KEY (client_code);
ALTER TABLE ONLY crm.rfm_scores
    ADD CONSTRAINT rfm_scores_pkey1 PRIMARY KEY (client_code);
ALTER TABLE ONLY etl.clients
    ADD CONSTRAINT clients_pkey1 PRIMARY KEY (client_code);
ALTER TABLE ONLY etl.contacts
    ADD CONSTRAINT contacts_pkey PRIMARY KEY (client_code, contact_id);
ALTER TABLE ONLY etl.files
    ADD CONSTRAINT files_pkey1 PRIMARY KEY (file_id);
ALTER TABLE ONLY etl.produits
    ADD CONSTRAINT produits_pkey1 PRIMARY KEY (produit_key);
ALTER TABLE ONLY etl.stock
    ADD CONSTRAINT stock_pkey1 PRIMARY KEY (produit_key);
ALTER TABLE ONLY etl.ventes_lignes
    ADD CONSTRAINT ventes_lignes_pkey PRIMARY KEY (client_code, ligne_id);
ALTER TABLE ONLY etl.ventes_lignes_rejetees
    ADD CONSTRAINT ventes_lignes_rejetees_pkey PRIMARY KEY (_file_id, _line_number);
ALTER TABLE ONLY ops.dbt_results
    ADD CONSTRAINT dbt_results_pkey PRIMARY KEY (invocation_id, node_id);
ALTER TABLE ONLY ops.run_steps
    ADD CONSTRAINT run_steps_pkey PRIMARY KEY (run_id, step);
ALTER TABLE ONLY ops.runs
    ADD CONSTRAINT runs_pkey PRIMARY KEY (run_id);
ALTER TABLE ONLY ops.schema_version
    ADD CONSTRAINT schema_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY raw.files
    ADD CONSTRAINT files_pkey PRIMARY KEY (file_id);
ALTER TABLE ONLY sync.brevo_contacts
    ADD CONSTRAINT brevo_contacts_pkey1 PRIMARY KEY (email);
ALTER TABLE ONLY sync.brevo_messages
    ADD CONSTRAINT brevo_messages_pkey1 PRIMARY KEY (reco_id);
CREATE INDEX approvals_reco_id_approval_id_idx ON activation.approvals USING btree (reco_id, approval_id DESC);
CREATE INDEX attempts_send_id_attempt_id_idx ON activation.attempts USING btree (send_id, attempt_id);
CREATE INDEX contact_state_email_hash_idx ON activation.contact_state USING btree (email_hash);
CREATE INDEX events_email_hash_type_idx ON activation.events USING btree (email_hash, type);
CREATE INDEX events_occurred_at_idx ON activation.events USING btree (occurred_at);
CREATE INDEX events_send_id_idx ON activation.events USING btree (send_id);
CREATE INDEX outbox_client ON activation.outbox USING btree (client_code);
CREATE INDEX outbox_history ON activation.outbox USING btree (email_hash, accepted_at);
CREATE INDEX outbox_in_doubt ON activation.outbox USING btree (send_id) WHERE (state = ANY (ARRAY['sending'::text, 'unknown'::text]));
CREATE INDEX outbox_message ON activation.outbox USING btree (message_id);
CREATE UNIQUE INDEX outbox_one_letter_per_proposal ON activation.outbox USING btree (reco_id) WHERE (state <> ALL (ARRAY['skipped'::text, 'cancelled'::text, 'failed'::text, 'expired'::text]));
CREATE UNIQUE INDEX outbox_one_open_letter_per_address ON activation.outbox USING btree (email_hash) WHERE (state = ANY (ARRAY['queued'::text, 'sending'::text, 'retry_wait'::text, 'unknown'::text]));
CREATE INDEX outbox_open ON activation.outbox USING btree (enqueued_at, send_id) WHERE (state = ANY (ARRAY['queued'::text, 'retry_wait'::text]));
CREATE INDEX recommendations_client_code_idx ON activation.recommendations USING btree (client_code);
CREATE INDEX suppressions_client_code_idx ON activation.suppressions USING btree (client_code);
CREATE INDEX suppressions_client_hash_idx ON activation.suppressions USING btree (client_hash);
CREATE UNIQUE INDEX suppressions_once ON activation.suppressions USING btree (COALESCE(email_hash, ''::text), COALESCE(client_hash, ''::text), scope, reason) WHERE (lifted_at IS NULL);
CREATE INDEX "2bc292ee047b8f187053cbd372847520" ON etl.ventes_lignes USING btree (produit_key);
CREATE INDEX "4186435d429bc9ebc472cd88b6ef7604" ON etl.ventes_lignes USING btree (client_code, date_livraison);
CREATE INDEX "715174108c0d0e2897255fc46d508333" ON etl.ventes_lignes_rejetees USING btree (motif);
CREATE INDEX "7dfbce623597554fa8e1fe1dc130fbe7" ON etl.contacts USING btree (client_code, date_contact);
CREATE INDEX bdf5e76de65df2a0a34a95d5615af406 ON etl.ventes_lignes USING btree (document_id);
CREATE INDEX "8320a489fc4af8f40324a744b7b626a7" ON intermediate.int_ventes_lignes__decided USING btree (client_code, document_id);
CREATE UNIQUE INDEX "9778714a73dd13f60a5b1a15476ffb91" ON intermediate.int_ventes_lignes__decided USING btree (_file_id, _line_number);
CREATE UNIQUE INDEX ab186feb0a2290361cbc7602fec01ceb ON intermediate.int_clients__persons USING btree (client_code);
CREATE INDEX dbt_results_generated_at_idx ON ops.dbt_results USING btree (generated_at);
CREATE INDEX clients__file_id_idx ON raw.clients USING brin (_file_id) WITH (autosummarize='on');
CREATE INDEX contacts__file_id_idx ON raw.contacts USING brin (_file_id) WITH (autosummarize='on');
CREATE UNIQUE INDEX files_loaded_once ON raw.files USING btree (sha256) WHERE (status = 'loaded'::text);
CREATE INDEX produits__file_id_idx ON raw.produits USING brin (_file_id) WITH (autosummarize='on');
CREATE INDEX rejected_lines__file_id_idx ON raw.rejected_lines USING btree (_file_id);
CREATE INDEX stock__file_id_idx ON raw.stock USING brin (_file_id) WITH (autosummarize='on');
CREATE INDEX ventes_lignes__file_id_idx ON raw.ventes_lignes USING brin (_file_id) WITH (autosummarize='on');
CREATE TRIGGER approvals_append_only BEFORE DELETE OR UPDATE ON activation.approvals FOR EACH ROW EXECUTE FUNCTION activation.refuse_rewriting();
CREATE TRIGGER outbox_stays BEFORE DELETE ON activation.outbox FOR EACH ROW EXECUTE FUNCTION activation.refuse_rewriting();
CREATE TRIGGER outbox_transitions BEFORE UPDATE ON activation.outbox FOR EACH ROW EXECUTE FUNCTION activation.allow_transition();
CREATE TRIGGER suppressions_monotonic BEFORE UPDATE ON activation.suppressions FOR EACH ROW EXECUTE FUNCTION activation.keep_suppression();
CREATE TRIGGER suppressions_stay BEFORE DELETE ON activation.suppressions FOR EACH ROW EXECUTE FUNCTION activation.refuse_rewriting();
ALTER TABLE ONLY activation.approvals
    ADD CONSTRAINT approvals_reco_id_fkey FOREIGN KEY (reco_id) REFERENCES activation.recommendations(reco_id);
ALTER TABLE ONLY activation.attempts
    ADD CONSTRAINT attempts_send_id_fkey FOREIGN KEY (send_id) REFERENCES activation.outbox(send_id);
ALTER TABLE ONLY activation.events
    ADD CONSTRAINT events_send_id_fkey FOREIGN KEY (send_id) REFERENCES activation.outbox(send_id);
ALTER TABLE ONLY activation.outbox
    ADD CONSTRAINT outbox_approval_id_fkey FOREIGN KEY (approval_id) REFERENCES activation.approvals(approval_id);
ALTER TABLE ONLY activation.outbox
    ADD CONSTRAINT outbox_reco_id_fkey FOREIGN KEY (reco_id) REFERENCES activation.recommendations(reco_id);
ALTER TABLE ONLY ops.run_steps
    ADD CONSTRAINT run_steps_run_id_fkey FOREIGN KEY (run_id) REFERENCES ops.runs(run_id);
GRANT USAGE ON SCHEMA activation TO crm_analyst;
GRANT USAGE ON SCHEMA activation TO crm_dashboard;
GRANT USAGE ON SCHEMA crm TO crm_analyst;
GRANT USAGE ON SCHEMA crm TO crm_dashboard;
GRANT USAGE ON SCHEMA etl TO crm_analyst;
GRANT USAGE ON SCHEMA intermediate TO crm_analyst;
GRANT USAGE ON SCHEMA ops TO crm_analyst;
GRANT USAGE ON SCHEMA ops TO crm_dashboard;
GRANT USAGE ON SCHEMA raw TO crm_analyst;
GRANT USAGE ON SCHEMA snapshots TO crm_analyst;
GRANT USAGE ON SCHEMA staging TO crm_analyst;
GRANT USAGE ON SCHEMA sync TO crm_analyst;
GRANT USAGE ON SCHEMA sync TO crm_dashboard;
GRANT SELECT,INSERT ON TABLE activation.approvals TO crm_dashboard;
GRANT SELECT(approval_id) ON TABLE activation.approvals TO crm_analyst;
GRANT SELECT(reco_id) ON TABLE activation.approvals TO crm_analyst;
GRANT SELECT(content_hash) ON TABLE activation.approvals TO crm_analyst;
GRANT SELECT(decision) ON TABLE activation.approvals TO crm_analyst;
GRANT SELECT(decided_at) ON TABLE activation.approvals TO crm_analyst;
GRANT SELECT ON TABLE activation.attempts TO crm_dashboard;
GRANT SELECT(attempt_id) ON TABLE activation.attempts TO crm_analyst;
GRANT SELECT(send_id) ON TABLE activation.attempts TO crm_analyst;
GRANT SELECT(n) ON TABLE activation.attempts TO crm_analyst;
GRANT SELECT(sandbox) ON TABLE activation.attempts TO crm_analyst;
GRANT SELECT(started_at) ON TABLE activation.attempts TO crm_analyst;
GRANT SELECT(finished_at) ON TABLE activation.attempts TO crm_analyst;
GRANT SELECT(outcome) ON TABLE activation.attempts TO crm_analyst;
GRANT SELECT(http_status) ON TABLE activation.attempts TO crm_analyst;
GRANT SELECT ON TABLE activation.breaker_openings TO crm_dashboard;
GRANT SELECT ON TABLE activation.contact_state TO crm_dashboard;
GRANT SELECT(client_code) ON TABLE activation.contact_state TO crm_analyst;
GRANT SELECT(last_status) ON TABLE activation.contact_state TO crm_analyst;
GRANT SELECT(updated_at) ON TABLE activation.contact_state TO crm_analyst;
GRANT SELECT ON TABLE activation.cursors TO crm_dashboard;
GRANT SELECT ON TABLE activation.events TO crm_dashboard;
GRANT SELECT(event_key) ON TABLE activation.events TO crm_analyst;
GRANT SELECT(send_id) ON TABLE activation.events TO crm_analyst;
GRANT SELECT(type) ON TABLE activation.events TO crm_analyst;
GRANT SELECT(occurred_at) ON TABLE activation.events TO crm_analyst;
GRANT SELECT(received_at) ON TABLE activation.events TO crm_analyst;
GRANT SELECT(source) ON TABLE activation.events TO crm_analyst;
GRANT SELECT ON TABLE activation.outbox TO crm_dashboard;
GRANT SELECT(send_id) ON TABLE activation.outbox TO crm_analyst;
GRANT SELECT(reco_id) ON TABLE activation.outbox TO crm_analyst;
GRANT SELECT(client_code) ON TABLE activation.outbox TO crm_analyst;
GRANT SELECT(scenario) ON TABLE activation.outbox TO crm_analyst;
GRANT SELECT(produit_keys) ON TABLE activation.outbox TO crm_analyst;
GRANT SELECT(legal_basis) ON TABLE activation.outbox TO crm_analyst;
GRANT SELECT(state) ON TABLE activation.outbox TO crm_analyst;
GRANT SELECT(enqueued_at) ON TABLE activation.outbox TO crm_analyst;
GRANT SELECT(attempts) ON TABLE activation.outbox TO crm_analyst;
GRANT SELECT(accepted_at) ON TABLE activation.outbox TO crm_analyst;
GRANT SELECT(outcome_reason) ON TABLE activation.outbox TO crm_analyst;
GRANT SELECT(error_code) ON TABLE activation.outbox TO crm_analyst;
GRANT SELECT ON TABLE activation.recommendations TO crm_dashboard;
GRANT SELECT(reco_id) ON TABLE activation.recommendations TO crm_analyst;
GRANT SELECT(client_code) ON TABLE activation.recommendations TO crm_analyst;
GRANT SELECT(scenario) ON TABLE activation.recommendations TO crm_analyst;
GRANT SELECT(as_of_date) ON TABLE activation.recommendations TO crm_analyst;
GRANT SELECT(content_hash) ON TABLE activation.recommendations TO crm_analyst;
GRANT SELECT(items) ON TABLE activation.recommendations TO crm_analyst;
GRANT SELECT(proposed_at) ON TABLE activation.recommendations TO crm_analyst;
GRANT SELECT(valid_until) ON TABLE activation.recommendations TO crm_analyst;
GRANT SELECT(withdrawn_at) ON TABLE activation.recommendations TO crm_analyst;
GRANT SELECT ON TABLE activation.runs TO crm_dashboard;
GRANT SELECT ON TABLE activation.suppressions TO crm_dashboard;
GRANT SELECT(suppression_id) ON TABLE activation.suppressions TO crm_analyst;
GRANT SELECT(client_code) ON TABLE activation.suppressions TO crm_analyst;
GRANT SELECT(scope) ON TABLE activation.suppressions TO crm_analyst;
GRANT SELECT(reason) ON TABLE activation.suppressions TO crm_analyst;
GRANT SELECT(source) ON TABLE activation.suppressions TO crm_analyst;
GRANT SELECT(effective_at) ON TABLE activation.suppressions TO crm_analyst;
GRANT SELECT(lifted_at) ON TABLE activation.suppressions TO crm_analyst;
GRANT SELECT ON TABLE activation.templates TO crm_dashboard;
GRANT SELECT ON TABLE activation.webhook_inbox TO crm_dashboard;
GRANT SELECT ON TABLE crm.achats TO crm_dashboard;
GRANT SELECT(client_code) ON TABLE crm.achats TO crm_analyst;
GRANT SELECT(document_id) ON TABLE crm.achats TO crm_analyst;
GRANT SELECT(produit_key) ON TABLE crm.achats TO crm_analyst;
GRANT SELECT(date_livraison) ON TABLE crm.achats TO crm_analyst;
GRANT SELECT(qty_unit) ON TABLE crm.achats TO crm_analyst;
GRANT SELECT(mt_ht) ON TABLE crm.achats TO crm_analyst;
GRANT SELECT(mt_ttc) ON TABLE crm.achats TO crm_analyst;
GRANT SELECT(is_purchase) ON TABLE crm.achats TO crm_analyst;
GRANT SELECT(is_return) ON TABLE crm.achats TO crm_analyst;
GRANT SELECT(_file_id) ON TABLE crm.achats TO crm_analyst;
GRANT SELECT(_line_number) ON TABLE crm.achats TO crm_analyst;
GRANT SELECT ON TABLE crm.co_purchases TO crm_dashboard;
GRANT SELECT(produit_key_a) ON TABLE crm.co_purchases TO crm_analyst;
GRANT SELECT(produit_key_b) ON TABLE crm.co_purchases TO crm_analyst;
GRANT SELECT(nb_documents) ON TABLE crm.co_purchases TO crm_analyst;
GRANT SELECT(nb_clients) ON TABLE crm.co_purchases TO crm_analyst;
GRANT SELECT(nb_acheteurs_a) ON TABLE crm.co_purchases TO crm_analyst;
GRANT SELECT(part_acheteurs) ON TABLE crm.co_purchases TO crm_analyst;
GRANT SELECT(support) ON TABLE crm.co_purchases TO crm_analyst;
GRANT SELECT(confidence) ON TABLE crm.co_purchases TO crm_analyst;
GRANT SELECT(lift) ON TABLE crm.co_purchases TO crm_analyst;
GRANT SELECT(score) ON TABLE crm.co_purchases TO crm_analyst;
GRANT SELECT("position") ON TABLE crm.co_purchases TO crm_analyst;
GRANT SELECT ON TABLE crm.contact_bars TO crm_dashboard;
GRANT SELECT(client_code) ON TABLE crm.contact_bars TO crm_analyst;
GRANT SELECT(not_contactable_reason) ON TABLE crm.contact_bars TO crm_analyst;
GRANT SELECT(priority) ON TABLE crm.contact_bars TO crm_analyst;
GRANT SELECT(libelle) ON TABLE crm.contact_bars TO crm_analyst;
GRANT SELECT ON TABLE crm.contact_log TO crm_dashboard;
GRANT SELECT(contact_id) ON TABLE crm.contact_log TO crm_analyst;
GRANT SELECT(client_code) ON TABLE crm.contact_log TO crm_analyst;
GRANT SELECT(date_contact) ON TABLE crm.contact_log TO crm_analyst;
GRANT SELECT(canal) ON TABLE crm.contact_log TO crm_analyst;
GRANT SELECT(is_email) ON TABLE crm.contact_log TO crm_analyst;
GRANT SELECT(statut) ON TABLE crm.contact_log TO crm_analyst;
GRANT SELECT(source) ON TABLE crm.contact_log TO crm_analyst;
GRANT SELECT(send_id) ON TABLE crm.contact_log TO crm_analyst;
GRANT SELECT(dernier_clic) ON TABLE crm.contact_log TO crm_analyst;
GRANT SELECT ON TABLE crm.contact_refusals TO crm_dashboard;
GRANT SELECT(refusal_id) ON TABLE crm.contact_refusals TO crm_analyst;
GRANT SELECT(client_code) ON TABLE crm.contact_refusals TO crm_analyst;
GRANT SELECT(not_contactable_reason) ON TABLE crm.contact_refusals TO crm_analyst;
GRANT SELECT ON TABLE crm.conversions TO crm_dashboard;
GRANT SELECT(client_code) ON TABLE crm.conversions TO crm_analyst;
GRANT SELECT(document_id) ON TABLE crm.conversions TO crm_analyst;
GRANT SELECT(send_id) ON TABLE crm.conversions TO crm_analyst;
GRANT SELECT(reco_id) ON TABLE crm.conversions TO crm_analyst;
GRANT SELECT(scenario) ON TABLE crm.conversions TO crm_analyst;
GRANT SELECT(sent_on) ON TABLE crm.conversions TO crm_analyst;
GRANT SELECT(date_livraison) ON TABLE crm.conversions TO crm_analyst;
GRANT SELECT(days_after) ON TABLE crm.conversions TO crm_analyst;
GRANT SELECT(nb_vins) ON TABLE crm.conversions TO crm_analyst;
GRANT SELECT(mt_ht) ON TABLE crm.conversions TO crm_analyst;
GRANT SELECT ON TABLE crm.customer_360 TO crm_dashboard;
GRANT SELECT(client_code) ON TABLE crm.customer_360 TO crm_analyst;
GRANT SELECT(nb_codes) ON TABLE crm.customer_360 TO crm_analyst;
GRANT SELECT(pays) ON TABLE crm.customer_360 TO crm_analyst;
GRANT SELECT(total_achats) ON TABLE crm.customer_360 TO crm_analyst;
GRANT SELECT(nb_achats) ON TABLE crm.customer_360 TO crm_analyst;
GRANT SELECT(premier_achat) ON TABLE crm.customer_360 TO crm_analyst;
GRANT SELECT(dernier_achat) ON TABLE crm.customer_360 TO crm_analyst;
GRANT SELECT(recency_days) ON TABLE crm.customer_360 TO crm_analyst;
GRANT SELECT(frequency_purchases) ON TABLE crm.customer_360 TO crm_analyst;
GRANT SELECT(monetary_value) ON TABLE crm.customer_360 TO crm_analyst;
GRANT SELECT(panier_moyen) ON TABLE crm.customer_360 TO crm_analyst;
GRANT SELECT(rythme_jours) ON TABLE crm.customer_360 TO crm_analyst;
GRANT SELECT(prochain_achat_prevu) ON TABLE crm.customer_360 TO crm_analyst;
GRANT SELECT(famille_preference) ON TABLE crm.customer_360 TO crm_analyst;
GRANT SELECT(dernier_contact) ON TABLE crm.customer_360 TO crm_analyst;
GRANT SELECT(nb_emails_sent) ON TABLE crm.customer_360 TO crm_analyst;
GRANT SELECT(nb_bounces) ON TABLE crm.customer_360 TO crm_analyst;
GRANT SELECT(opt_out) ON TABLE crm.customer_360 TO crm_analyst;
GRANT SELECT(is_contactable) ON TABLE crm.customer_360 TO crm_analyst;
GRANT SELECT(not_contactable_reason) ON TABLE crm.customer_360 TO crm_analyst;
GRANT SELECT(segment) ON TABLE crm.customer_360 TO crm_analyst;
GRANT SELECT ON TABLE crm.customer_contacts TO crm_dashboard;
GRANT SELECT(client_code) ON TABLE crm.customer_contacts TO crm_analyst;
GRANT SELECT(dernier_contact) ON TABLE crm.customer_contacts TO crm_analyst;
GRANT SELECT(nb_emails_sent) ON TABLE crm.customer_contacts TO crm_analyst;
GRANT SELECT(nb_bounces) ON TABLE crm.customer_contacts TO crm_analyst;
GRANT SELECT(dernier_clic) ON TABLE crm.customer_contacts TO crm_analyst;
GRANT SELECT ON TABLE crm.customer_families TO crm_dashboard;
GRANT SELECT(client_code) ON TABLE crm.customer_families TO crm_analyst;
GRANT SELECT(famille_crm) ON TABLE crm.customer_families TO crm_analyst;
GRANT SELECT(mt_ht) ON TABLE crm.customer_families TO crm_analyst;
GRANT SELECT(qty_unit) ON TABLE crm.customer_families TO crm_analyst;
GRANT SELECT(dernier_achat) ON TABLE crm.customer_families TO crm_analyst;
GRANT SELECT("position") ON TABLE crm.customer_families TO crm_analyst;
GRANT SELECT ON TABLE crm.customer_identity TO crm_dashboard;
GRANT SELECT(client_code) ON TABLE crm.customer_identity TO crm_analyst;
GRANT SELECT(nb_codes) ON TABLE crm.customer_identity TO crm_analyst;
GRANT SELECT(is_refused) ON TABLE crm.customer_identity TO crm_analyst;
GRANT SELECT(pays) ON TABLE crm.customer_identity TO crm_analyst;
GRANT SELECT ON TABLE crm.customer_purchases TO crm_dashboard;
GRANT SELECT(client_code) ON TABLE crm.customer_purchases TO crm_analyst;
GRANT SELECT(nb_achats) ON TABLE crm.customer_purchases TO crm_analyst;
GRANT SELECT(total_achats) ON TABLE crm.customer_purchases TO crm_analyst;
GRANT SELECT(premier_achat) ON TABLE crm.customer_purchases TO crm_analyst;
GRANT SELECT(dernier_achat) ON TABLE crm.customer_purchases TO crm_analyst;
GRANT SELECT(recency_days) ON TABLE crm.customer_purchases TO crm_analyst;
GRANT SELECT(panier_moyen) ON TABLE crm.customer_purchases TO crm_analyst;
GRANT SELECT(rythme_jours) ON TABLE crm.customer_purchases TO crm_analyst;
GRANT SELECT(prochain_achat_prevu) ON TABLE crm.customer_purchases TO crm_analyst;
GRANT SELECT ON TABLE ops.dbt_results TO crm_analyst;
GRANT SELECT ON TABLE ops.dbt_results TO crm_dashboard;
GRANT SELECT ON TABLE crm.dbt_runs TO crm_dashboard;
GRANT SELECT(invocation_id) ON TABLE crm.dbt_runs TO crm_analyst;
GRANT SELECT(run_id) ON TABLE crm.dbt_runs TO crm_analyst;
GRANT SELECT(generated_at) ON TABLE crm.dbt_runs TO crm_analyst;
GRANT SELECT(models) ON TABLE crm.dbt_runs TO crm_analyst;
GRANT SELECT(tests) ON TABLE crm.dbt_runs TO crm_analyst;
GRANT SELECT(passed) ON TABLE crm.dbt_runs TO crm_analyst;
GRANT SELECT(warned) ON TABLE crm.dbt_runs TO crm_analyst;
GRANT SELECT(failed) ON TABLE crm.dbt_runs TO crm_analyst;
GRANT SELECT(skipped) ON TABLE crm.dbt_runs TO crm_analyst;
GRANT SELECT(seconds) ON TABLE crm.dbt_runs TO crm_analyst;
GRANT SELECT(is_complete) ON TABLE crm.dbt_runs TO crm_analyst;
GRANT SELECT ON TABLE crm.health_facts TO crm_dashboard;
GRANT SELECT(section) ON TABLE crm.health_facts TO crm_analyst;
GRANT SELECT(indicateur) ON TABLE crm.health_facts TO crm_analyst;
GRANT SELECT(valeur) ON TABLE crm.health_facts TO crm_analyst;
GRANT SELECT(unite) ON TABLE crm.health_facts TO crm_analyst;
GRANT SELECT(statut) ON TABLE crm.health_facts TO crm_analyst;
GRANT SELECT(detail) ON TABLE crm.health_facts TO crm_analyst;
GRANT SELECT("position") ON TABLE crm.health_facts TO crm_analyst;
GRANT SELECT ON TABLE ops.runs TO crm_analyst;
GRANT SELECT ON TABLE ops.runs TO crm_dashboard;
GRANT SELECT ON TABLE crm.health_runs TO crm_dashboard;
GRANT SELECT(section) ON TABLE crm.health_runs TO crm_analyst;
GRANT SELECT(indicateur) ON TABLE crm.health_runs TO crm_analyst;
GRANT SELECT(valeur) ON TABLE crm.health_runs TO crm_analyst;
GRANT SELECT(unite) ON TABLE crm.health_runs TO crm_analyst;
GRANT SELECT(statut) ON TABLE crm.health_runs TO crm_analyst;
GRANT SELECT(detail) ON TABLE crm.health_runs TO crm_analyst;
GRANT SELECT("position") ON TABLE crm.health_runs TO crm_analyst;
GRANT SELECT ON TABLE crm.health_tests TO crm_dashboard;
GRANT SELECT(section) ON TABLE crm.health_tests TO crm_analyst;
GRANT SELECT(indicateur) ON TABLE crm.health_tests TO crm_analyst;
GRANT SELECT(valeur) ON TABLE crm.health_tests TO crm_analyst;
GRANT SELECT(unite) ON TABLE crm.health_tests TO crm_analyst;
GRANT SELECT(statut) ON TABLE crm.health_tests TO crm_analyst;
GRANT SELECT(detail) ON TABLE crm.health_tests TO crm_analyst;
GRANT SELECT("position") ON TABLE crm.health_tests TO crm_analyst;
GRANT SELECT ON TABLE crm.data_health TO crm_dashboard;
GRANT SELECT(section) ON TABLE crm.data_health TO crm_analyst;
GRANT SELECT(indicateur) ON TABLE crm.data_health TO crm_analyst;
GRANT SELECT(valeur) ON TABLE crm.data_health TO crm_analyst;
GRANT SELECT(unite) ON TABLE crm.data_health TO crm_analyst;
GRANT SELECT(statut) ON TABLE crm.data_health TO crm_analyst;
GRANT SELECT(detail) ON TABLE crm.data_health TO crm_analyst;
GRANT SELECT("position") ON TABLE crm.data_health TO crm_analyst;
GRANT SELECT ON TABLE crm.health_files TO crm_dashboard;
GRANT SELECT(section) ON TABLE crm.health_files TO crm_analyst;
GRANT SELECT(indicateur) ON TABLE crm.health_files TO crm_analyst;
GRANT SELECT(valeur) ON TABLE crm.health_files TO crm_analyst;
GRANT SELECT(unite) ON TABLE crm.health_files TO crm_analyst;
GRANT SELECT(statut) ON TABLE crm.health_files TO crm_analyst;
GRANT SELECT(detail) ON TABLE crm.health_files TO crm_analyst;
GRANT SELECT("position") ON TABLE crm.health_files TO crm_analyst;
GRANT SELECT ON TABLE crm.health_persons TO crm_dashboard;
GRANT SELECT(section) ON TABLE crm.health_persons TO crm_analyst;
GRANT SELECT(indicateur) ON TABLE crm.health_persons TO crm_analyst;
GRANT SELECT(valeur) ON TABLE crm.health_persons TO crm_analyst;
GRANT SELECT(unite) ON TABLE crm.health_persons TO crm_analyst;
GRANT SELECT(statut) ON TABLE crm.health_persons TO crm_analyst;
GRANT SELECT(detail) ON TABLE crm.health_persons TO crm_analyst;
GRANT SELECT("position") ON TABLE crm.health_persons TO crm_analyst;
GRANT SELECT ON TABLE crm.health_reconciliation TO crm_dashboard;
GRANT SELECT(section) ON TABLE crm.health_reconciliation TO crm_analyst;
GRANT SELECT(indicateur) ON TABLE crm.health_reconciliation TO crm_analyst;
GRANT SELECT(valeur) ON TABLE crm.health_reconciliation TO crm_analyst;
GRANT SELECT(unite) ON TABLE crm.health_reconciliation TO crm_analyst;
GRANT SELECT(statut) ON TABLE crm.health_reconciliation TO crm_analyst;
GRANT SELECT(detail) ON TABLE crm.health_reconciliation TO crm_analyst;
GRANT SELECT("position") ON TABLE crm.health_reconciliation TO crm_analyst;
GRANT SELECT ON TABLE crm.health_rejections TO crm_dashboard;
GRANT SELECT(section) ON TABLE crm.health_rejections TO crm_analyst;
GRANT SELECT(indicateur) ON TABLE crm.health_rejections TO crm_analyst;
GRANT SELECT(valeur) ON TABLE crm.health_rejections TO crm_analyst;
GRANT SELECT(unite) ON TABLE crm.health_rejections TO crm_analyst;
GRANT SELECT(statut) ON TABLE crm.health_rejections TO crm_analyst;
GRANT SELECT(detail) ON TABLE crm.health_rejections TO crm_analyst;
GRANT SELECT("position") ON TABLE crm.health_rejections TO crm_analyst;
GRANT SELECT ON TABLE crm.letter_candidates TO crm_dashboard;
GRANT SELECT(client_code) ON TABLE crm.letter_candidates TO crm_analyst;
GRANT SELECT(produit_key) ON TABLE crm.letter_candidates TO crm_analyst;
GRANT SELECT(candidate_key) ON TABLE crm.letter_candidates TO crm_analyst;
GRANT SELECT(cuvee_key) ON TABLE crm.letter_candidates TO crm_analyst;
GRANT SELECT(famille_crm) ON TABLE crm.letter_candidates TO crm_analyst;
GRANT SELECT(millesime) ON TABLE crm.letter_candidates TO crm_analyst;
GRANT SELECT(score) ON TABLE crm.letter_candidates TO crm_analyst;
GRANT SELECT(is_known) ON TABLE crm.letter_candidates TO crm_analyst;
GRANT SELECT(bouteilles_gardees) ON TABLE crm.letter_candidates TO crm_analyst;
GRANT SELECT(jours_depuis_achat) ON TABLE crm.letter_candidates TO crm_analyst;
GRANT SELECT(tier_connu) ON TABLE crm.letter_candidates TO crm_analyst;
GRANT SELECT(tier_rank) ON TABLE crm.letter_candidates TO crm_analyst;
GRANT SELECT(is_near) ON TABLE crm.letter_candidates TO crm_analyst;
GRANT SELECT(rule) ON TABLE crm.letter_candidates TO crm_analyst;
GRANT SELECT(detail) ON TABLE crm.letter_candidates TO crm_analyst;
GRANT SELECT ON TABLE crm.letter_choices TO crm_dashboard;
GRANT SELECT(client_code) ON TABLE crm.letter_choices TO crm_analyst;
GRANT SELECT(scenario) ON TABLE crm.letter_choices TO crm_analyst;
GRANT SELECT(letter_score) ON TABLE crm.letter_choices TO crm_analyst;
GRANT SELECT(rule) ON TABLE crm.letter_choices TO crm_analyst;
GRANT SELECT(detail) ON TABLE crm.letter_choices TO crm_analyst;
GRANT SELECT ON TABLE crm.letter_facts TO crm_dashboard;
GRANT SELECT(client_code) ON TABLE crm.letter_facts TO crm_analyst;
GRANT SELECT(scenario) ON TABLE crm.letter_facts TO crm_analyst;
GRANT SELECT(rank) ON TABLE crm.letter_facts TO crm_analyst;
GRANT SELECT(produit_key) ON TABLE crm.letter_facts TO crm_analyst;
GRANT SELECT(score) ON TABLE crm.letter_facts TO crm_analyst;
GRANT SELECT(produit_label) ON TABLE crm.letter_facts TO crm_analyst;
GRANT SELECT(famille_crm) ON TABLE crm.letter_facts TO crm_analyst;
GRANT SELECT(millesime) ON TABLE crm.letter_facts TO crm_analyst;
GRANT SELECT(cepage) ON TABLE crm.letter_facts TO crm_analyst;
GRANT SELECT(prix_ttc) ON TABLE crm.letter_facts TO crm_analyst;
GRANT SELECT(dernier_achat) ON TABLE crm.letter_facts TO crm_analyst;
GRANT SELECT(bouteilles) ON TABLE crm.letter_facts TO crm_analyst;
GRANT SELECT(millesime_achete) ON TABLE crm.letter_facts TO crm_analyst;
GRANT SELECT(produit_achete) ON TABLE crm.letter_facts TO crm_analyst;
GRANT SELECT(pair_label) ON TABLE crm.letter_facts TO crm_analyst;
GRANT SELECT(pair_key) ON TABLE crm.letter_facts TO crm_analyst;
GRANT SELECT(nb_documents) ON TABLE crm.letter_facts TO crm_analyst;
GRANT SELECT(nb_clients) ON TABLE crm.letter_facts TO crm_analyst;
GRANT SELECT(nb_acheteurs) ON TABLE crm.letter_facts TO crm_analyst;
GRANT SELECT(sur_dix) ON TABLE crm.letter_facts TO crm_analyst;
GRANT SELECT(millesime_choisi) ON TABLE crm.letter_facts TO crm_analyst;
GRANT SELECT(bouteilles_famille) ON TABLE crm.letter_facts TO crm_analyst;
GRANT SELECT(place_famille) ON TABLE crm.letter_facts TO crm_analyst;
GRANT SELECT(bouteilles_vendues) ON TABLE crm.letter_facts TO crm_analyst;
GRANT SELECT(accord) ON TABLE crm.letter_facts TO crm_analyst;
GRANT SELECT(kind) ON TABLE crm.letter_facts TO crm_analyst;
GRANT SELECT ON TABLE crm.letter_families TO crm_dashboard;
GRANT SELECT(produit_key) ON TABLE crm.letter_families TO crm_analyst;
GRANT SELECT(famille_crm) ON TABLE crm.letter_families TO crm_analyst;
GRANT SELECT(bouteilles) ON TABLE crm.letter_families TO crm_analyst;
GRANT SELECT(place) ON TABLE crm.letter_families TO crm_analyst;
GRANT SELECT ON TABLE crm.letter_offers TO crm_dashboard;
GRANT SELECT(client_code) ON TABLE crm.letter_offers TO crm_analyst;
GRANT SELECT(scenario) ON TABLE crm.letter_offers TO crm_analyst;
GRANT SELECT(produit_key) ON TABLE crm.letter_offers TO crm_analyst;
GRANT SELECT(candidate_key) ON TABLE crm.letter_offers TO crm_analyst;
GRANT SELECT(cuvee_key) ON TABLE crm.letter_offers TO crm_analyst;
GRANT SELECT(famille_crm) ON TABLE crm.letter_offers TO crm_analyst;
GRANT SELECT(millesime) ON TABLE crm.letter_offers TO crm_analyst;
GRANT SELECT(score) ON TABLE crm.letter_offers TO crm_analyst;
GRANT SELECT ON TABLE crm.letter_orders TO crm_dashboard;
GRANT SELECT(client_code) ON TABLE crm.letter_orders TO crm_analyst;
GRANT SELECT(cuvee_key) ON TABLE crm.letter_orders TO crm_analyst;
GRANT SELECT(produit_key) ON TABLE crm.letter_orders TO crm_analyst;
GRANT SELECT(millesime) ON TABLE crm.letter_orders TO crm_analyst;
GRANT SELECT(dernier_achat) ON TABLE crm.letter_orders TO crm_analyst;
GRANT SELECT(bouteilles) ON TABLE crm.letter_orders TO crm_analyst;
GRANT SELECT ON TABLE crm.letter_pairs TO crm_dashboard;
GRANT SELECT(client_code) ON TABLE crm.letter_pairs TO crm_analyst;
GRANT SELECT(produit_key) ON TABLE crm.letter_pairs TO crm_analyst;
GRANT SELECT(pair_key) ON TABLE crm.letter_pairs TO crm_analyst;
GRANT SELECT(paired_key) ON TABLE crm.letter_pairs TO crm_analyst;
GRANT SELECT(pair_label) ON TABLE crm.letter_pairs TO crm_analyst;
GRANT SELECT(nb_documents) ON TABLE crm.letter_pairs TO crm_analyst;
GRANT SELECT(nb_clients) ON TABLE crm.letter_pairs TO crm_analyst;
GRANT SELECT(nb_acheteurs) ON TABLE crm.letter_pairs TO crm_analyst;
GRANT SELECT ON TABLE crm.letter_persons TO crm_dashboard;
GRANT SELECT(client_code) ON TABLE crm.letter_persons TO crm_analyst;
GRANT SELECT(nb_achats) ON TABLE crm.letter_persons TO crm_analyst;
GRANT SELECT(total_achats) ON TABLE crm.letter_persons TO crm_analyst;
GRANT SELECT(dernier_achat) ON TABLE crm.letter_persons TO crm_analyst;
GRANT SELECT(rythme_jours) ON TABLE crm.letter_persons TO crm_analyst;
GRANT SELECT(nb_familles) ON TABLE crm.letter_persons TO crm_analyst;
GRANT SELECT(is_winback) ON TABLE crm.letter_persons TO crm_analyst;
GRANT SELECT(is_nurture) ON TABLE crm.letter_persons TO crm_analyst;
GRANT SELECT(rule) ON TABLE crm.letter_persons TO crm_analyst;
GRANT SELECT(detail) ON TABLE crm.letter_persons TO crm_analyst;
GRANT SELECT ON TABLE crm.letter_places TO crm_dashboard;
GRANT SELECT(client_code) ON TABLE crm.letter_places TO crm_analyst;
GRANT SELECT(produit_key) ON TABLE crm.letter_places TO crm_analyst;
GRANT SELECT(scenario) ON TABLE crm.letter_places TO crm_analyst;
GRANT SELECT(candidate_key) ON TABLE crm.letter_places TO crm_analyst;
GRANT SELECT(score) ON TABLE crm.letter_places TO crm_analyst;
GRANT SELECT(rank) ON TABLE crm.letter_places TO crm_analyst;
GRANT SELECT(rule) ON TABLE crm.letter_places TO crm_analyst;
GRANT SELECT(detail) ON TABLE crm.letter_places TO crm_analyst;
GRANT SELECT ON TABLE crm.letter_refusals TO crm_dashboard;
GRANT SELECT(client_code) ON TABLE crm.letter_refusals TO crm_analyst;
GRANT SELECT(cuvee_key) ON TABLE crm.letter_refusals TO crm_analyst;
GRANT SELECT(refused_on) ON TABLE crm.letter_refusals TO crm_analyst;
GRANT SELECT(is_todays_letter) ON TABLE crm.letter_refusals TO crm_analyst;
GRANT SELECT ON TABLE crm.letter_silences TO crm_dashboard;
GRANT SELECT(client_code) ON TABLE crm.letter_silences TO crm_analyst;
GRANT SELECT(rule) ON TABLE crm.letter_silences TO crm_analyst;
GRANT SELECT(detail) ON TABLE crm.letter_silences TO crm_analyst;
GRANT SELECT ON TABLE crm.letter_stock TO crm_dashboard;
GRANT SELECT(client_code) ON TABLE crm.letter_stock TO crm_analyst;
GRANT SELECT(produit_key) ON TABLE crm.letter_stock TO crm_analyst;
GRANT SELECT(scenario) ON TABLE crm.letter_stock TO crm_analyst;
GRANT SELECT(candidate_key) ON TABLE crm.letter_stock TO crm_analyst;
GRANT SELECT(cuvee_key) ON TABLE crm.letter_stock TO crm_analyst;
GRANT SELECT(famille_crm) ON TABLE crm.letter_stock TO crm_analyst;
GRANT SELECT(millesime) ON TABLE crm.letter_stock TO crm_analyst;
GRANT SELECT(score) ON TABLE crm.letter_stock TO crm_analyst;
GRANT SELECT(turn) ON TABLE crm.letter_stock TO crm_analyst;
GRANT SELECT(rule) ON TABLE crm.letter_stock TO crm_analyst;
GRANT SELECT(detail) ON TABLE crm.letter_stock TO crm_analyst;
GRANT SELECT ON TABLE crm.letter_tastes TO crm_dashboard;
GRANT SELECT(client_code) ON TABLE crm.letter_tastes TO crm_analyst;
GRANT SELECT(cuvee_key) ON TABLE crm.letter_tastes TO crm_analyst;
GRANT SELECT(produit_key) ON TABLE crm.letter_tastes TO crm_analyst;
GRANT SELECT(millesime) ON TABLE crm.letter_tastes TO crm_analyst;
GRANT SELECT(famille_crm) ON TABLE crm.letter_tastes TO crm_analyst;
GRANT SELECT(tier_rank) ON TABLE crm.letter_tastes TO crm_analyst;
GRANT SELECT(dernier_achat) ON TABLE crm.letter_tastes TO crm_analyst;
GRANT SELECT(bouteilles_gardees) ON TABLE crm.letter_tastes TO crm_analyst;
GRANT SELECT ON TABLE crm.letter_wines TO crm_dashboard;
GRANT SELECT(produit_key) ON TABLE crm.letter_wines TO crm_analyst;
GRANT SELECT(cuvee_key) ON TABLE crm.letter_wines TO crm_analyst;
GRANT SELECT(produit_label) ON TABLE crm.letter_wines TO crm_analyst;
GRANT SELECT(millesime) ON TABLE crm.letter_wines TO crm_analyst;
GRANT SELECT(famille_crm) ON TABLE crm.letter_wines TO crm_analyst;
GRANT SELECT(cepage) ON TABLE crm.letter_wines TO crm_analyst;
GRANT SELECT(premium_tier) ON TABLE crm.letter_wines TO crm_analyst;
GRANT SELECT(tier_rank) ON TABLE crm.letter_wines TO crm_analyst;
GRANT SELECT(prix_ttc) ON TABLE crm.letter_wines TO crm_analyst;
GRANT SELECT(disponible) ON TABLE crm.letter_wines TO crm_analyst;
GRANT SELECT(rule) ON TABLE crm.letter_wines TO crm_analyst;
GRANT SELECT(offered_key) ON TABLE crm.letter_wines TO crm_analyst;
GRANT SELECT ON TABLE crm.reco_baskets TO crm_dashboard;
GRANT SELECT(is_rehearsal) ON TABLE crm.reco_baskets TO crm_analyst;
GRANT SELECT(person_id) ON TABLE crm.reco_baskets TO crm_analyst;
GRANT SELECT(product_ids) ON TABLE crm.reco_baskets TO crm_analyst;
GRANT SELECT(weights) ON TABLE crm.reco_baskets TO crm_analyst;
GRANT SELECT(spread) ON TABLE crm.reco_baskets TO crm_analyst;
GRANT SELECT ON TABLE crm.reco_best_sellers TO crm_dashboard;
GRANT SELECT(is_rehearsal) ON TABLE crm.reco_best_sellers TO crm_analyst;
GRANT SELECT("position") ON TABLE crm.reco_best_sellers TO crm_analyst;
GRANT SELECT(product_id) ON TABLE crm.reco_best_sellers TO crm_analyst;
GRANT SELECT ON TABLE crm.reco_calendar TO crm_dashboard;
GRANT SELECT(is_rehearsal) ON TABLE crm.reco_calendar TO crm_analyst;
GRANT SELECT(cutoff) ON TABLE crm.reco_calendar TO crm_analyst;
GRANT SELECT(horizon_days) ON TABLE crm.reco_calendar TO crm_analyst;
GRANT SELECT ON TABLE crm.reco_clicked TO crm_dashboard;
GRANT SELECT(person_id) ON TABLE crm.reco_clicked TO crm_analyst;
GRANT SELECT(product_id) ON TABLE crm.reco_clicked TO crm_analyst;
GRANT SELECT(gain) ON TABLE crm.reco_clicked TO crm_analyst;
GRANT SELECT ON TABLE crm.reco_document_pairs TO crm_dashboard;
GRANT SELECT(product_id_a) ON TABLE crm.reco_document_pairs TO crm_analyst;
GRANT SELECT(product_id_b) ON TABLE crm.reco_document_pairs TO crm_analyst;
GRANT SELECT(nb_documents) ON TABLE crm.reco_document_pairs TO crm_analyst;
GRANT SELECT ON TABLE crm.reco_favours TO crm_dashboard;
GRANT SELECT(product_id) ON TABLE crm.reco_favours TO crm_analyst;
GRANT SELECT(season) ON TABLE crm.reco_favours TO crm_analyst;
GRANT SELECT(any_factor) ON TABLE crm.reco_favours TO crm_analyst;
GRANT SELECT(any_popularity) ON TABLE crm.reco_favours TO crm_analyst;
GRANT SELECT(new_factor) ON TABLE crm.reco_favours TO crm_analyst;
GRANT SELECT(new_popularity) ON TABLE crm.reco_favours TO crm_analyst;
GRANT SELECT ON TABLE crm.reco_health TO crm_dashboard;
GRANT SELECT(section) ON TABLE crm.reco_health TO crm_analyst;
GRANT SELECT(indicateur) ON TABLE crm.reco_health TO crm_analyst;
GRANT SELECT(valeur) ON TABLE crm.reco_health TO crm_analyst;
GRANT SELECT(unite) ON TABLE crm.reco_health TO crm_analyst;
GRANT SELECT(statut) ON TABLE crm.reco_health TO crm_analyst;
GRANT SELECT(detail) ON TABLE crm.reco_health TO crm_analyst;
GRANT SELECT("position") ON TABLE crm.reco_health TO crm_analyst;
GRANT SELECT ON TABLE crm.reco_history TO crm_dashboard;
GRANT SELECT(is_rehearsal) ON TABLE crm.reco_history TO crm_analyst;
GRANT SELECT(person_id) ON TABLE crm.reco_history TO crm_analyst;
GRANT SELECT(product_id) ON TABLE crm.reco_history TO crm_analyst;
GRANT SELECT(nb_documents) ON TABLE crm.reco_history TO crm_analyst;
GRANT SELECT(last_bought_on) ON TABLE crm.reco_history TO crm_analyst;
GRANT SELECT(taste) ON TABLE crm.reco_history TO crm_analyst;
GRANT SELECT(trace) ON TABLE crm.reco_history TO crm_analyst;
GRANT SELECT ON TABLE crm.recommendation_items TO crm_dashboard;
GRANT SELECT(reco_id) ON TABLE crm.recommendation_items TO crm_analyst;
GRANT SELECT(client_code) ON TABLE crm.recommendation_items TO crm_analyst;
GRANT SELECT(scenario) ON TABLE crm.recommendation_items TO crm_analyst;
GRANT SELECT(rank) ON TABLE crm.recommendation_items TO crm_analyst;
GRANT SELECT(produit_key) ON TABLE crm.recommendation_items TO crm_analyst;
GRANT SELECT(score) ON TABLE crm.recommendation_items TO crm_analyst;
GRANT SELECT(reason) ON TABLE crm.recommendation_items TO crm_analyst;
GRANT SELECT(reason_facts) ON TABLE crm.recommendation_items TO crm_analyst;
GRANT SELECT(as_of_date) ON TABLE crm.recommendation_items TO crm_analyst;
GRANT SELECT(produit_label) ON TABLE crm.recommendation_items TO crm_analyst;
GRANT SELECT(famille_crm) ON TABLE crm.recommendation_items TO crm_analyst;
GRANT SELECT(millesime) ON TABLE crm.recommendation_items TO crm_analyst;
GRANT SELECT(prix_ttc) ON TABLE crm.recommendation_items TO crm_analyst;
GRANT SELECT ON TABLE crm.reco_letter_mix TO crm_dashboard;
GRANT SELECT(nb_letters) ON TABLE crm.reco_letter_mix TO crm_analyst;
GRANT SELECT(nb_wines) ON TABLE crm.reco_letter_mix TO crm_analyst;
GRANT SELECT(nb_places) ON TABLE crm.reco_letter_mix TO crm_analyst;
GRANT SELECT(top_3_places) ON TABLE crm.reco_letter_mix TO crm_analyst;
GRANT SELECT(effective_wines) ON TABLE crm.reco_letter_mix TO crm_analyst;
GRANT SELECT(nb_proposed) ON TABLE crm.reco_letter_mix TO crm_analyst;
GRANT SELECT(nb_unchanged) ON TABLE crm.reco_letter_mix TO crm_analyst;
GRANT SELECT ON TABLE crm.reco_neighbours TO crm_dashboard;
GRANT SELECT(is_rehearsal) ON TABLE crm.reco_neighbours TO crm_analyst;
GRANT SELECT(product_id_a) ON TABLE crm.reco_neighbours TO crm_analyst;
GRANT SELECT(product_id_b) ON TABLE crm.reco_neighbours TO crm_analyst;
GRANT SELECT(vote) ON TABLE crm.reco_neighbours TO crm_analyst;
GRANT SELECT("position") ON TABLE crm.reco_neighbours TO crm_analyst;
GRANT SELECT(factor) ON TABLE crm.reco_neighbours TO crm_analyst;
GRANT SELECT ON TABLE crm.reco_option_marks TO crm_dashboard;
GRANT SELECT(option_id) ON TABLE crm.reco_option_marks TO crm_analyst;
GRANT SELECT(nb_persons) ON TABLE crm.reco_option_marks TO crm_analyst;
GRANT SELECT(ndcg) ON TABLE crm.reco_option_marks TO crm_analyst;
GRANT SELECT(is_chosen) ON TABLE crm.reco_option_marks TO crm_analyst;
GRANT SELECT ON TABLE crm.reco_options TO crm_dashboard;
GRANT SELECT(option_id) ON TABLE crm.reco_options TO crm_analyst;
GRANT SELECT(known_share) ON TABLE crm.reco_options TO crm_analyst;
GRANT SELECT(affinity_share) ON TABLE crm.reco_options TO crm_analyst;
GRANT SELECT(is_default) ON TABLE crm.reco_options TO crm_analyst;
GRANT SELECT ON TABLE crm.reco_pairs TO crm_dashboard;
GRANT SELECT(is_rehearsal) ON TABLE crm.reco_pairs TO crm_analyst;
GRANT SELECT(product_id_a) ON TABLE crm.reco_pairs TO crm_analyst;
GRANT SELECT(product_id_b) ON TABLE crm.reco_pairs TO crm_analyst;
GRANT SELECT(nb_persons) ON TABLE crm.reco_pairs TO crm_analyst;
GRANT SELECT(weight) ON TABLE crm.reco_pairs TO crm_analyst;
GRANT SELECT ON TABLE crm.reco_persons TO crm_dashboard;
GRANT SELECT(client_code) ON TABLE crm.reco_persons TO crm_analyst;
GRANT SELECT(person_id) ON TABLE crm.reco_persons TO crm_analyst;
GRANT SELECT(rehearses) ON TABLE crm.reco_persons TO crm_analyst;
GRANT SELECT(witnesses) ON TABLE crm.reco_persons TO crm_analyst;
GRANT SELECT ON TABLE crm.reco_pool TO crm_dashboard;
GRANT SELECT(person_id) ON TABLE crm.reco_pool TO crm_analyst;
GRANT SELECT(product_id) ON TABLE crm.reco_pool TO crm_analyst;
GRANT SELECT(habit) ON TABLE crm.reco_pool TO crm_analyst;
GRANT SELECT(affinity) ON TABLE crm.reco_pool TO crm_analyst;
GRANT SELECT ON TABLE crm.reco_products TO crm_dashboard;
GRANT SELECT(product_id) ON TABLE crm.reco_products TO crm_analyst;
GRANT SELECT(produit_key) ON TABLE crm.reco_products TO crm_analyst;
GRANT SELECT ON TABLE crm.reco_profile_marks TO crm_dashboard;
GRANT SELECT(profile_id) ON TABLE crm.reco_profile_marks TO crm_analyst;
GRANT SELECT(nb_persons) ON TABLE crm.reco_profile_marks TO crm_analyst;
GRANT SELECT(ndcg) ON TABLE crm.reco_profile_marks TO crm_analyst;
GRANT SELECT(share) ON TABLE crm.reco_profile_marks TO crm_analyst;
GRANT SELECT ON TABLE crm.reco_profiles TO crm_dashboard;
GRANT SELECT(profile_id) ON TABLE crm.reco_profiles TO crm_analyst;
GRANT SELECT(against_popular) ON TABLE crm.reco_profiles TO crm_analyst;
GRANT SELECT(trend_half_life) ON TABLE crm.reco_profiles TO crm_analyst;
GRANT SELECT(trend) ON TABLE crm.reco_profiles TO crm_analyst;
GRANT SELECT(ranks_everything) ON TABLE crm.reco_profiles TO crm_analyst;
GRANT SELECT(is_default) ON TABLE crm.reco_profiles TO crm_analyst;
GRANT SELECT ON TABLE crm.reco_purchases TO crm_dashboard;
GRANT SELECT(person_id) ON TABLE crm.reco_purchases TO crm_analyst;
GRANT SELECT(product_id) ON TABLE crm.reco_purchases TO crm_analyst;
GRANT SELECT(document_id) ON TABLE crm.reco_purchases TO crm_analyst;
GRANT SELECT(date_livraison) ON TABLE crm.reco_purchases TO crm_analyst;
GRANT SELECT ON TABLE crm.reco_readers TO crm_dashboard;
GRANT SELECT(is_rehearsal) ON TABLE crm.reco_readers TO crm_analyst;
GRANT SELECT(person_id) ON TABLE crm.reco_readers TO crm_analyst;
GRANT SELECT(nb_known) ON TABLE crm.reco_readers TO crm_analyst;
GRANT SELECT(depth) ON TABLE crm.reco_readers TO crm_analyst;
GRANT SELECT ON TABLE crm.reco_score_history TO crm_dashboard;
GRANT SELECT(as_of_date) ON TABLE crm.reco_score_history TO crm_analyst;
GRANT SELECT(nb_persons) ON TABLE crm.reco_score_history TO crm_analyst;
GRANT SELECT(mean_score) ON TABLE crm.reco_score_history TO crm_analyst;
GRANT SELECT ON TABLE crm.reco_strengths TO crm_dashboard;
GRANT SELECT(is_rehearsal) ON TABLE crm.reco_strengths TO crm_analyst;
GRANT SELECT(product_id) ON TABLE crm.reco_strengths TO crm_analyst;
GRANT SELECT(voice) ON TABLE crm.reco_strengths TO crm_analyst;
GRANT SELECT ON TABLE crm.reco_trends TO crm_dashboard;
GRANT SELECT(is_rehearsal) ON TABLE crm.reco_trends TO crm_analyst;
GRANT SELECT(profile_id) ON TABLE crm.reco_trends TO crm_analyst;
GRANT SELECT(product_id) ON TABLE crm.reco_trends TO crm_analyst;
GRANT SELECT(nb_buyers) ON TABLE crm.reco_trends TO crm_analyst;
GRANT SELECT(factor) ON TABLE crm.reco_trends TO crm_analyst;
GRANT SELECT(popularity) ON TABLE crm.reco_trends TO crm_analyst;
GRANT SELECT(season) ON TABLE crm.reco_trends TO crm_analyst;
GRANT SELECT ON TABLE crm.reco_truths TO crm_dashboard;
GRANT SELECT(person_id) ON TABLE crm.reco_truths TO crm_analyst;
GRANT SELECT(product_id) ON TABLE crm.reco_truths TO crm_analyst;
GRANT SELECT(is_known) ON TABLE crm.reco_truths TO crm_analyst;
GRANT SELECT ON TABLE crm.recommendation_candidates TO crm_dashboard;
GRANT SELECT(client_code) ON TABLE crm.recommendation_candidates TO crm_analyst;
GRANT SELECT(produit_key) ON TABLE crm.recommendation_candidates TO crm_analyst;
GRANT SELECT(is_known) ON TABLE crm.recommendation_candidates TO crm_analyst;
GRANT SELECT(score) ON TABLE crm.recommendation_candidates TO crm_analyst;
GRANT SELECT(score_rebuy) ON TABLE crm.recommendation_candidates TO crm_analyst;
GRANT SELECT(score_affinity) ON TABLE crm.recommendation_candidates TO crm_analyst;
GRANT SELECT(score_popularity) ON TABLE crm.recommendation_candidates TO crm_analyst;
GRANT SELECT(rank_any) ON TABLE crm.recommendation_candidates TO crm_analyst;
GRANT SELECT(rank_new) ON TABLE crm.recommendation_candidates TO crm_analyst;
GRANT SELECT ON TABLE crm.recommendation_exclusions TO crm_dashboard;
GRANT SELECT(exclusion_id) ON TABLE crm.recommendation_exclusions TO crm_analyst;
GRANT SELECT(client_code) ON TABLE crm.recommendation_exclusions TO crm_analyst;
GRANT SELECT(produit_key) ON TABLE crm.recommendation_exclusions TO crm_analyst;
GRANT SELECT(level) ON TABLE crm.recommendation_exclusions TO crm_analyst;
GRANT SELECT(rule) ON TABLE crm.recommendation_exclusions TO crm_analyst;
GRANT SELECT(detail) ON TABLE crm.recommendation_exclusions TO crm_analyst;
GRANT SELECT(as_of_date) ON TABLE crm.recommendation_exclusions TO crm_analyst;
GRANT SELECT ON TABLE crm.recommendations TO crm_dashboard;
GRANT SELECT(reco_id) ON TABLE crm.recommendations TO crm_analyst;
GRANT SELECT(client_code) ON TABLE crm.recommendations TO crm_analyst;
GRANT SELECT(scenario) ON TABLE crm.recommendations TO crm_analyst;
GRANT SELECT(as_of_date) ON TABLE crm.recommendations TO crm_analyst;
GRANT SELECT(nb_produits) ON TABLE crm.recommendations TO crm_analyst;
GRANT SELECT(produit_key_1) ON TABLE crm.recommendations TO crm_analyst;
GRANT SELECT(reason_1) ON TABLE crm.recommendations TO crm_analyst;
GRANT SELECT(score_1) ON TABLE crm.recommendations TO crm_analyst;
GRANT SELECT(produit_key_2) ON TABLE crm.recommendations TO crm_analyst;
GRANT SELECT(reason_2) ON TABLE crm.recommendations TO crm_analyst;
GRANT SELECT(score_2) ON TABLE crm.recommendations TO crm_analyst;
GRANT SELECT(produit_key_3) ON TABLE crm.recommendations TO crm_analyst;
GRANT SELECT(reason_3) ON TABLE crm.recommendations TO crm_analyst;
GRANT SELECT(score_3) ON TABLE crm.recommendations TO crm_analyst;
GRANT SELECT ON TABLE crm.rfm_scores TO crm_dashboard;
GRANT SELECT(client_code) ON TABLE crm.rfm_scores TO crm_analyst;
GRANT SELECT(as_of_date) ON TABLE crm.rfm_scores TO crm_analyst;
GRANT SELECT(recency_days) ON TABLE crm.rfm_scores TO crm_analyst;
GRANT SELECT(frequency) ON TABLE crm.rfm_scores TO crm_analyst;
GRANT SELECT(monetary) ON TABLE crm.rfm_scores TO crm_analyst;
GRANT SELECT(r_score) ON TABLE crm.rfm_scores TO crm_analyst;
GRANT SELECT(f_score) ON TABLE crm.rfm_scores TO crm_analyst;
GRANT SELECT(m_score) ON TABLE crm.rfm_scores TO crm_analyst;
GRANT SELECT(rfm_code) ON TABLE crm.rfm_scores TO crm_analyst;
GRANT SELECT(segment) ON TABLE crm.rfm_scores TO crm_analyst;
GRANT SELECT(client_code) ON TABLE etl.clients TO crm_analyst;
GRANT SELECT(master_client_code) ON TABLE etl.clients TO crm_analyst;
GRANT SELECT(match_rule) ON TABLE etl.clients TO crm_analyst;
GRANT SELECT(pays) ON TABLE etl.clients TO crm_analyst;
GRANT SELECT(optin_email) ON TABLE etl.clients TO crm_analyst;
GRANT SELECT(is_in_customer_file) ON TABLE etl.clients TO crm_analyst;
GRANT SELECT(_file_id) ON TABLE etl.clients TO crm_analyst;
GRANT SELECT(_line_number) ON TABLE etl.clients TO crm_analyst;
GRANT SELECT(client_code) ON TABLE etl.contacts TO crm_analyst;
GRANT SELECT(contact_id) ON TABLE etl.contacts TO crm_analyst;
GRANT SELECT(date_contact) ON TABLE etl.contacts TO crm_analyst;
GRANT SELECT(canal) ON TABLE etl.contacts TO crm_analyst;
GRANT SELECT(statut) ON TABLE etl.contacts TO crm_analyst;
GRANT SELECT(_file_id) ON TABLE etl.contacts TO crm_analyst;
GRANT SELECT(_line_number) ON TABLE etl.contacts TO crm_analyst;
GRANT SELECT(file_id) ON TABLE etl.files TO crm_analyst;
GRANT SELECT(dataset) ON TABLE etl.files TO crm_analyst;
GRANT SELECT(path) ON TABLE etl.files TO crm_analyst;
GRANT SELECT(export_date) ON TABLE etl.files TO crm_analyst;
GRANT SELECT(status) ON TABLE etl.files TO crm_analyst;
GRANT SELECT(error) ON TABLE etl.files TO crm_analyst;
GRANT SELECT(row_count) ON TABLE etl.files TO crm_analyst;
GRANT SELECT(rejected_count) ON TABLE etl.files TO crm_analyst;
GRANT SELECT(loaded_at) ON TABLE etl.files TO crm_analyst;
GRANT SELECT(is_latest) ON TABLE etl.files TO crm_analyst;
GRANT SELECT(produit_key) ON TABLE etl.produits TO crm_analyst;
GRANT SELECT(produit_label) ON TABLE etl.produits TO crm_analyst;
GRANT SELECT(article) ON TABLE etl.produits TO crm_analyst;
GRANT SELECT(millesime) ON TABLE etl.produits TO crm_analyst;
GRANT SELECT(famille_crm) ON TABLE etl.produits TO crm_analyst;
GRANT SELECT(sous_famille) ON TABLE etl.produits TO crm_analyst;
GRANT SELECT(macro_categorie) ON TABLE etl.produits TO crm_analyst;
GRANT SELECT(prix_ttc) ON TABLE etl.produits TO crm_analyst;
GRANT SELECT(price_band) ON TABLE etl.produits TO crm_analyst;
GRANT SELECT(premium_tier) ON TABLE etl.produits TO crm_analyst;
GRANT SELECT(cepage) ON TABLE etl.produits TO crm_analyst;
GRANT SELECT(sucrosite_niveau) ON TABLE etl.produits TO crm_analyst;
GRANT SELECT(actif) ON TABLE etl.produits TO crm_analyst;
GRANT SELECT(is_in_latest_export) ON TABLE etl.produits TO crm_analyst;
GRANT SELECT(_file_id) ON TABLE etl.produits TO crm_analyst;
GRANT SELECT(_line_number) ON TABLE etl.produits TO crm_analyst;
GRANT SELECT(produit_key) ON TABLE etl.stock TO crm_analyst;
GRANT SELECT(stock_total) ON TABLE etl.stock TO crm_analyst;
GRANT SELECT(stock_reserve) ON TABLE etl.stock TO crm_analyst;
GRANT SELECT(date_snapshot) ON TABLE etl.stock TO crm_analyst;
GRANT SELECT(is_in_latest_export) ON TABLE etl.stock TO crm_analyst;
GRANT SELECT(_file_id) ON TABLE etl.stock TO crm_analyst;
GRANT SELECT(_line_number) ON TABLE etl.stock TO crm_analyst;
GRANT SELECT(client_code) ON TABLE etl.ventes_lignes TO crm_analyst;
GRANT SELECT(ligne_id) ON TABLE etl.ventes_lignes TO crm_analyst;
GRANT SELECT(document_id) ON TABLE etl.ventes_lignes TO crm_analyst;
GRANT SELECT(document_type) ON TABLE etl.ventes_lignes TO crm_analyst;
GRANT SELECT(document_no) ON TABLE etl.ventes_lignes TO crm_analyst;
GRANT SELECT(order_detail_no) ON TABLE etl.ventes_lignes TO crm_analyst;
GRANT SELECT(produit_key) ON TABLE etl.ventes_lignes TO crm_analyst;
GRANT SELECT(produit_label) ON TABLE etl.ventes_lignes TO crm_analyst;
GRANT SELECT(article) ON TABLE etl.ventes_lignes TO crm_analyst;
GRANT SELECT(date_livraison) ON TABLE etl.ventes_lignes TO crm_analyst;
GRANT SELECT(qty_line) ON TABLE etl.ventes_lignes TO crm_analyst;
GRANT SELECT(qty_unit) ON TABLE etl.ventes_lignes TO crm_analyst;
GRANT SELECT(pu_ht) ON TABLE etl.ventes_lignes TO crm_analyst;
GRANT SELECT(mt_ht) ON TABLE etl.ventes_lignes TO crm_analyst;
GRANT SELECT(mt_ttc) ON TABLE etl.ventes_lignes TO crm_analyst;
GRANT SELECT(marge) ON TABLE etl.ventes_lignes TO crm_analyst;
GRANT SELECT(is_purchase) ON TABLE etl.ventes_lignes TO crm_analyst;
GRANT SELECT(is_return) ON TABLE etl.ventes_lignes TO crm_analyst;
GRANT SELECT(_file_id) ON TABLE etl.ventes_lignes TO crm_analyst;
GRANT SELECT(_line_number) ON TABLE etl.ventes_lignes TO crm_analyst;
GRANT SELECT(_file_id) ON TABLE etl.ventes_lignes_rejetees TO crm_analyst;
GRANT SELECT(_line_number) ON TABLE etl.ventes_lignes_rejetees TO crm_analyst;
GRANT SELECT(motif) ON TABLE etl.ventes_lignes_rejetees TO crm_analyst;
GRANT SELECT(client_code) ON TABLE etl.ventes_lignes_rejetees TO crm_analyst;
GRANT SELECT(document_id) ON TABLE etl.ventes_lignes_rejetees TO crm_analyst;
GRANT SELECT(document_type) ON TABLE etl.ventes_lignes_rejetees TO crm_analyst;
GRANT SELECT(document_no) ON TABLE etl.ventes_lignes_rejetees TO crm_analyst;
GRANT SELECT(order_detail_no) ON TABLE etl.ventes_lignes_rejetees TO crm_analyst;
GRANT SELECT(produit_key) ON TABLE etl.ventes_lignes_rejetees TO crm_analyst;
GRANT SELECT(produit_label) ON TABLE etl.ventes_lignes_rejetees TO crm_analyst;
GRANT SELECT(article) ON TABLE etl.ventes_lignes_rejetees TO crm_analyst;
GRANT SELECT(date_livraison) ON TABLE etl.ventes_lignes_rejetees TO crm_analyst;
GRANT SELECT(qty_line) ON TABLE etl.ventes_lignes_rejetees TO crm_analyst;
GRANT SELECT(pu_ht) ON TABLE etl.ventes_lignes_rejetees TO crm_analyst;
GRANT SELECT(mt_ht) ON TABLE etl.ventes_lignes_rejetees TO crm_analyst;
GRANT SELECT(mt_ttc) ON TABLE etl.ventes_lignes_rejetees TO crm_analyst;
GRANT SELECT(marge) ON TABLE etl.ventes_lignes_rejetees TO crm_analyst;
GRANT SELECT(article) ON TABLE intermediate.articles TO crm_analyst;
GRANT SELECT(bouteilles) ON TABLE intermediate.articles TO crm_analyst;
GRANT SELECT(client_code_a) ON TABLE intermediate.client_liens TO crm_analyst;
GRANT SELECT(client_code_b) ON TABLE intermediate.client_liens TO crm_analyst;
GRANT SELECT(decision) ON TABLE intermediate.client_liens TO crm_analyst;
GRANT SELECT(statut_erp) ON TABLE intermediate.contact_statuts TO crm_analyst;
GRANT SELECT(statut) ON TABLE intermediate.contact_statuts TO crm_analyst;
GRANT SELECT(document_type) ON TABLE intermediate.document_types TO crm_analyst;
GRANT SELECT(is_purchase) ON TABLE intermediate.document_types TO crm_analyst;
GRANT SELECT(is_return) ON TABLE intermediate.document_types TO crm_analyst;
GRANT SELECT(client_code) ON TABLE intermediate.int_clients__codes TO crm_analyst;
GRANT SELECT(pays) ON TABLE intermediate.int_clients__codes TO crm_analyst;
GRANT SELECT(optin_email) ON TABLE intermediate.int_clients__codes TO crm_analyst;
GRANT SELECT(is_in_customer_file) ON TABLE intermediate.int_clients__codes TO crm_analyst;
GRANT SELECT(_file_id) ON TABLE intermediate.int_clients__codes TO crm_analyst;
GRANT SELECT(_line_number) ON TABLE intermediate.int_clients__codes TO crm_analyst;
GRANT SELECT(_file_id) ON TABLE raw.clients TO crm_analyst;
GRANT SELECT(_line_number) ON TABLE raw.clients TO crm_analyst;
GRANT SELECT(_loaded_at) ON TABLE raw.clients TO crm_analyst;
GRANT SELECT(client_code) ON TABLE raw.clients TO crm_analyst;
GRANT SELECT(pays) ON TABLE raw.clients TO crm_analyst;
GRANT SELECT(optin_email) ON TABLE raw.clients TO crm_analyst;
GRANT SELECT(file_id) ON TABLE raw.files TO crm_analyst;
GRANT SELECT(dataset) ON TABLE raw.files TO crm_analyst;
GRANT SELECT(path) ON TABLE raw.files TO crm_analyst;
GRANT SELECT(export_date) ON TABLE raw.files TO crm_analyst;
GRANT SELECT(sha256) ON TABLE raw.files TO crm_analyst;
GRANT SELECT(size_bytes) ON TABLE raw.files TO crm_analyst;
GRANT SELECT(row_count) ON TABLE raw.files TO crm_analyst;
GRANT SELECT(rejected_count) ON TABLE raw.files TO crm_analyst;
GRANT SELECT(encoding) ON TABLE raw.files TO crm_analyst;
GRANT SELECT(delimiter) ON TABLE raw.files TO crm_analyst;
GRANT SELECT(status) ON TABLE raw.files TO crm_analyst;
GRANT SELECT(error) ON TABLE raw.files TO crm_analyst;
GRANT SELECT(loaded_at) ON TABLE raw.files TO crm_analyst;
GRANT SELECT(run_id) ON TABLE raw.files TO crm_analyst;
GRANT SELECT(client_code) ON TABLE intermediate.int_ventes_lignes__decided TO crm_analyst;
GRANT SELECT(document_id) ON TABLE intermediate.int_ventes_lignes__decided TO crm_analyst;
GRANT SELECT(document_type) ON TABLE intermediate.int_ventes_lignes__decided TO crm_analyst;
GRANT SELECT(document_no) ON TABLE intermediate.int_ventes_lignes__decided TO crm_analyst;
GRANT SELECT(order_detail_no) ON TABLE intermediate.int_ventes_lignes__decided TO crm_analyst;
GRANT SELECT(produit_key) ON TABLE intermediate.int_ventes_lignes__decided TO crm_analyst;
GRANT SELECT(produit_label) ON TABLE intermediate.int_ventes_lignes__decided TO crm_analyst;
GRANT SELECT(article) ON TABLE intermediate.int_ventes_lignes__decided TO crm_analyst;
GRANT SELECT(date_livraison) ON TABLE intermediate.int_ventes_lignes__decided TO crm_analyst;
GRANT SELECT(qty_line) ON TABLE intermediate.int_ventes_lignes__decided TO crm_analyst;
GRANT SELECT(pu_ht) ON TABLE intermediate.int_ventes_lignes__decided TO crm_analyst;
GRANT SELECT(mt_ht) ON TABLE intermediate.int_ventes_lignes__decided TO crm_analyst;
GRANT SELECT(mt_ttc) ON TABLE intermediate.int_ventes_lignes__decided TO crm_analyst;
GRANT SELECT(marge) ON TABLE intermediate.int_ventes_lignes__decided TO crm_analyst;
GRANT SELECT(motif_lecture) ON TABLE intermediate.int_ventes_lignes__decided TO crm_analyst;
GRANT SELECT(export_date) ON TABLE intermediate.int_ventes_lignes__decided TO crm_analyst;
GRANT SELECT(_file_id) ON TABLE intermediate.int_ventes_lignes__decided TO crm_analyst;
GRANT SELECT(_line_number) ON TABLE intermediate.int_ventes_lignes__decided TO crm_analyst;
GRANT SELECT(regles) ON TABLE intermediate.int_ventes_lignes__decided TO crm_analyst;
GRANT SELECT(motif) ON TABLE intermediate.int_ventes_lignes__decided TO crm_analyst;
GRANT SELECT(ligne_id) ON TABLE intermediate.int_ventes_lignes__decided TO crm_analyst;
GRANT SELECT(client_code) ON TABLE intermediate.int_clients__persons TO crm_analyst;
GRANT SELECT(master_client_code) ON TABLE intermediate.int_clients__persons TO crm_analyst;
GRANT SELECT(match_rule) ON TABLE intermediate.int_clients__persons TO crm_analyst;
GRANT SELECT(_file_id) ON TABLE raw.contacts TO crm_analyst;
GRANT SELECT(_line_number) ON TABLE raw.contacts TO crm_analyst;
GRANT SELECT(_loaded_at) ON TABLE raw.contacts TO crm_analyst;
GRANT SELECT(client_code) ON TABLE raw.contacts TO crm_analyst;
GRANT SELECT(date_contact) ON TABLE raw.contacts TO crm_analyst;
GRANT SELECT(canal) ON TABLE raw.contacts TO crm_analyst;
GRANT SELECT(statut) ON TABLE raw.contacts TO crm_analyst;
GRANT SELECT(label) ON TABLE intermediate.produit_alias TO crm_analyst;
GRANT SELECT(produit) ON TABLE intermediate.produit_alias TO crm_analyst;
GRANT SELECT(_file_id) ON TABLE raw.produits TO crm_analyst;
GRANT SELECT(_line_number) ON TABLE raw.produits TO crm_analyst;
GRANT SELECT(_loaded_at) ON TABLE raw.produits TO crm_analyst;
GRANT SELECT(produit) ON TABLE raw.produits TO crm_analyst;
GRANT SELECT(article) ON TABLE raw.produits TO crm_analyst;
GRANT SELECT(millesime) ON TABLE raw.produits TO crm_analyst;
GRANT SELECT(famille_crm) ON TABLE raw.produits TO crm_analyst;
GRANT SELECT(sous_famille) ON TABLE raw.produits TO crm_analyst;
GRANT SELECT(macro_categorie) ON TABLE raw.produits TO crm_analyst;
GRANT SELECT(prix_ttc) ON TABLE raw.produits TO crm_analyst;
GRANT SELECT(price_band) ON TABLE raw.produits TO crm_analyst;
GRANT SELECT(premium_tier) ON TABLE raw.produits TO crm_analyst;
GRANT SELECT(cepage) ON TABLE raw.produits TO crm_analyst;
GRANT SELECT(sucrosite_niveau) ON TABLE raw.produits TO crm_analyst;
GRANT SELECT(actif) ON TABLE raw.produits TO crm_analyst;
GRANT SELECT(_file_id) ON TABLE raw.stock TO crm_analyst;
GRANT SELECT(_line_number) ON TABLE raw.stock TO crm_analyst;
GRANT SELECT(_loaded_at) ON TABLE raw.stock TO crm_analyst;
GRANT SELECT(produit) ON TABLE raw.stock TO crm_analyst;
GRANT SELECT(stock_total) ON TABLE raw.stock TO crm_analyst;
GRANT SELECT(stock_reserve) ON TABLE raw.stock TO crm_analyst;
GRANT SELECT(date_snapshot) ON TABLE raw.stock TO crm_analyst;
GRANT SELECT(first_word) ON TABLE intermediate.label_agreements TO crm_analyst;
GRANT SELECT(ending) ON TABLE intermediate.label_agreements TO crm_analyst;
GRANT SELECT(rule) ON TABLE intermediate.letter_rules TO crm_analyst;
GRANT SELECT("position") ON TABLE intermediate.letter_rules TO crm_analyst;
GRANT SELECT(level) ON TABLE intermediate.letter_rules TO crm_analyst;
GRANT SELECT(libelle) ON TABLE intermediate.letter_rules TO crm_analyst;
GRANT SELECT(not_contactable_reason) ON TABLE intermediate.not_contactable_reasons TO crm_analyst;
GRANT SELECT(priority) ON TABLE intermediate.not_contactable_reasons TO crm_analyst;
GRANT SELECT(libelle) ON TABLE intermediate.not_contactable_reasons TO crm_analyst;
GRANT SELECT(premium_tier) ON TABLE intermediate.premium_tiers TO crm_analyst;
GRANT SELECT(tier_rank) ON TABLE intermediate.premium_tiers TO crm_analyst;
GRANT SELECT(reason) ON TABLE intermediate.refusal_reasons TO crm_analyst;
GRANT SELECT(not_contactable_reason) ON TABLE intermediate.refusal_reasons TO crm_analyst;
GRANT SELECT(r_score) ON TABLE intermediate.rfm_segments TO crm_analyst;
GRANT SELECT(fm_score) ON TABLE intermediate.rfm_segments TO crm_analyst;
GRANT SELECT(segment) ON TABLE intermediate.rfm_segments TO crm_analyst;
GRANT SELECT(scenario) ON TABLE intermediate.scenarios TO crm_analyst;
GRANT SELECT(priority) ON TABLE intermediate.scenarios TO crm_analyst;
GRANT SELECT(weight) ON TABLE intermediate.scenarios TO crm_analyst;
GRANT SELECT(place) ON TABLE intermediate.scenarios TO crm_analyst;
GRANT SELECT(libelle) ON TABLE intermediate.scenarios TO crm_analyst;
GRANT SELECT ON TABLE ops.run_steps TO crm_analyst;
GRANT SELECT ON TABLE ops.run_steps TO crm_dashboard;
GRANT SELECT ON TABLE ops.schema_version TO crm_analyst;
GRANT SELECT ON TABLE ops.schema_version TO crm_dashboard;
GRANT SELECT(dataset) ON TABLE raw.rejected_lines TO crm_analyst;
GRANT SELECT(_file_id) ON TABLE raw.rejected_lines TO crm_analyst;
GRANT SELECT(_line_number) ON TABLE raw.rejected_lines TO crm_analyst;
GRANT SELECT(reason) ON TABLE raw.rejected_lines TO crm_analyst;
GRANT SELECT(_loaded_at) ON TABLE raw.rejected_lines TO crm_analyst;
GRANT SELECT(_file_id) ON TABLE raw.ventes_lignes TO crm_analyst;
GRANT SELECT(_line_number) ON TABLE raw.ventes_lignes TO crm_analyst;
GRANT SELECT(_loaded_at) ON TABLE raw.ventes_lignes TO crm_analyst;
GRANT SELECT(client_code) ON TABLE raw.ventes_lignes TO crm_analyst;
GRANT SELECT(date_livraison) ON TABLE raw.ventes_lignes TO crm_analyst;
GRANT SELECT(produit_label) ON TABLE raw.ventes_lignes TO crm_analyst;
GRANT SELECT(qty_line) ON TABLE raw.ventes_lignes TO crm_analyst;
GRANT SELECT(pu_ht) ON TABLE raw.ventes_lignes TO crm_analyst;
GRANT SELECT(mt_ht) ON TABLE raw.ventes_lignes TO crm_analyst;
GRANT SELECT(mt_ttc) ON TABLE raw.ventes_lignes TO crm_analyst;
GRANT SELECT(marge) ON TABLE raw.ventes_lignes TO crm_analyst;
GRANT SELECT(document_type) ON TABLE raw.ventes_lignes TO crm_analyst;
GRANT SELECT(document_no) ON TABLE raw.ventes_lignes TO crm_analyst;
GRANT SELECT(order_detail_no) ON TABLE raw.ventes_lignes TO crm_analyst;
GRANT SELECT(article) ON TABLE raw.ventes_lignes TO crm_analyst;
GRANT SELECT(client_code) ON TABLE snapshots.clients_history TO crm_analyst;
GRANT SELECT(master_client_code) ON TABLE snapshots.clients_history TO crm_analyst;
GRANT SELECT(match_rule) ON TABLE snapshots.clients_history TO crm_analyst;
GRANT SELECT(pays) ON TABLE snapshots.clients_history TO crm_analyst;
GRANT SELECT(optin_email) ON TABLE snapshots.clients_history TO crm_analyst;
GRANT SELECT(is_in_customer_file) ON TABLE snapshots.clients_history TO crm_analyst;
GRANT SELECT(_file_id) ON TABLE snapshots.clients_history TO crm_analyst;
GRANT SELECT(_line_number) ON TABLE snapshots.clients_history TO crm_analyst;
GRANT SELECT(dbt_scd_id) ON TABLE snapshots.clients_history TO crm_analyst;
GRANT SELECT(dbt_updated_at) ON TABLE snapshots.clients_history TO crm_analyst;
GRANT SELECT(dbt_valid_from) ON TABLE snapshots.clients_history TO crm_analyst;
GRANT SELECT(dbt_valid_to) ON TABLE snapshots.clients_history TO crm_analyst;
GRANT SELECT(produit_key) ON TABLE snapshots.produits_history TO crm_analyst;
GRANT SELECT(produit_label) ON TABLE snapshots.produits_history TO crm_analyst;
GRANT SELECT(article) ON TABLE snapshots.produits_history TO crm_analyst;
GRANT SELECT(millesime) ON TABLE snapshots.produits_history TO crm_analyst;
GRANT SELECT(famille_crm) ON TABLE snapshots.produits_history TO crm_analyst;
GRANT SELECT(sous_famille) ON TABLE snapshots.produits_history TO crm_analyst;
GRANT SELECT(macro_categorie) ON TABLE snapshots.produits_history TO crm_analyst;
GRANT SELECT(prix_ttc) ON TABLE snapshots.produits_history TO crm_analyst;
GRANT SELECT(price_band) ON TABLE snapshots.produits_history TO crm_analyst;
GRANT SELECT(premium_tier) ON TABLE snapshots.produits_history TO crm_analyst;
GRANT SELECT(cepage) ON TABLE snapshots.produits_history TO crm_analyst;
GRANT SELECT(sucrosite_niveau) ON TABLE snapshots.produits_history TO crm_analyst;
GRANT SELECT(actif) ON TABLE snapshots.produits_history TO crm_analyst;
GRANT SELECT(is_in_latest_export) ON TABLE snapshots.produits_history TO crm_analyst;
GRANT SELECT(_file_id) ON TABLE snapshots.produits_history TO crm_analyst;
GRANT SELECT(_line_number) ON TABLE snapshots.produits_history TO crm_analyst;
GRANT SELECT(dbt_scd_id) ON TABLE snapshots.produits_history TO crm_analyst;
GRANT SELECT(dbt_updated_at) ON TABLE snapshots.produits_history TO crm_analyst;
GRANT SELECT(dbt_valid_from) ON TABLE snapshots.produits_history TO crm_analyst;
GRANT SELECT(dbt_valid_to) ON TABLE snapshots.produits_history TO crm_analyst;
GRANT SELECT(produit_key) ON TABLE snapshots.stock_history TO crm_analyst;
GRANT SELECT(stock_total) ON TABLE snapshots.stock_history TO crm_analyst;
GRANT SELECT(stock_reserve) ON TABLE snapshots.stock_history TO crm_analyst;
GRANT SELECT(date_snapshot) ON TABLE snapshots.stock_history TO crm_analyst;
GRANT SELECT(is_in_latest_export) ON TABLE snapshots.stock_history TO crm_analyst;
GRANT SELECT(_file_id) ON TABLE snapshots.stock_history TO crm_analyst;
GRANT SELECT(_line_number) ON TABLE snapshots.stock_history TO crm_analyst;
GRANT SELECT(dbt_scd_id) ON TABLE snapshots.stock_history TO crm_analyst;
GRANT SELECT(dbt_updated_at) ON TABLE snapshots.stock_history TO crm_analyst;
GRANT SELECT(dbt_valid_from) ON TABLE snapshots.stock_history TO crm_analyst;
GRANT SELECT(dbt_valid_to) ON TABLE snapshots.stock_history TO crm_analyst;
GRANT SELECT ON TABLE sync.brevo_contacts TO crm_dashboard;
GRANT SELECT(client_code) ON TABLE sync.brevo_contacts TO crm_analyst;
GRANT SELECT(fingerprint) ON TABLE sync.brevo_contacts TO crm_analyst;
GRANT SELECT ON TABLE sync.brevo_messages TO crm_dashboard;
GRANT SELECT(reco_id) ON TABLE sync.brevo_messages TO crm_analyst;
GRANT SELECT(client_code) ON TABLE sync.brevo_messages TO crm_analyst;
GRANT SELECT(scenario) ON TABLE sync.brevo_messages TO crm_analyst;
GRANT SELECT(as_of_date) ON TABLE sync.brevo_messages TO crm_analyst;
GRANT SELECT(items) ON TABLE sync.brevo_messages TO crm_analyst;
GRANT SELECT(content_hash) ON TABLE sync.brevo_messages TO crm_analyst;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA activation GRANT SELECT ON TABLES TO crm_dashboard;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA ops GRANT SELECT ON TABLES TO crm_analyst;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA ops GRANT SELECT ON TABLES TO crm_dashboard;
