"""Made-up persons and their letters in the tables of `crm` and `sync`, as many as asked."""

from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extras import Json

from activation.contacts.attributes import GIVEN
from warehouse.rows import execute, transaction

NOTHING = dict.fromkeys(GIVEN)

# One person in five has no address, one in five is excluded by a rule, the others get a letter.
PERSONS = """
    insert into crm.customer_360
        (client_code, email, is_contactable, not_contactable_reason, nom, prenom, ville)
    select 'CL' || n, 'cl' || n || '@example.org', n %% 5 <> 0,
        case when n %% 5 = 0 then 'sans_email' end, 'Éluère ' || n, 'Chloé', 'Sélestat'
    from generate_series(1, %(persons)s) as n;

    insert into crm.recommendation_exclusions (exclusion_id, client_code, rule)
    select md5('exclusion' || n), 'CL' || n, 'contact_recent'
    from generate_series(1, %(persons)s) as n
    where n %% 5 = 1;

    insert into sync.brevo_contacts (client_code, email, attributes, fingerprint)
    select client_code, lower(client_code) || '@example.org',
        %(attributes)s || jsonb_build_object('NOM', 'Exemple'), md5(client_code)
    from crm.customer_360 where is_contactable;

    insert into sync.brevo_messages
        (reco_id, client_code, email, scenario, as_of_date, items, params, content_hash)
    select md5(n::text)::uuid, 'CL' || n, 'cl' || n || '@example.org',
        (array['REBUY', 'CROSS_SELL', 'UPSELL', 'WINBACK', 'NURTURE'])[1 + n / 5 %% 5],
        '2026-11-16',
        jsonb_build_array(jsonb_build_object(
            'produit_key', 'RIESLING 2021', 'rank', 1, 'score', n %% 100, 'prix_ttc', 12.5)),
        jsonb_build_object(
            'salutation', 'Bonjour', 'dernier_achat', 'mars 2024',
            'produits', jsonb_build_array(jsonb_build_object(
                'nom', 'Riesling 2021', 'millesime', '2021', 'prix', '12,50 €',
                'unite', 'la bouteille', 'designation', 'ce vin',
                'raison', 'Vous aviez commandé ce vin en mars 2024.',
                'chemin', 'riesling-2021'))),
        md5('content' || n)
    from generate_series(1, %(persons)s) as n where n %% 5 > 1;
"""

# What dbt gives the page's role as it builds, and the lists it plants.
BUILT = """
    grant select on all tables in schema crm, sync to crm_dashboard;
    grant select on etl.clients, etl.produits, etl.produits_formats, etl.stock, etl.opt_outs_known
        to crm_dashboard;
    create table crm.rejection_reasons (libelle text primary key, place integer);
    insert into crm.rejection_reasons values ('Ce n''est pas le moment', 1);
    create table crm.reasons (code text primary key, level text, position integer, libelle text);
    grant select on crm.rejection_reasons, crm.reasons to crm_dashboard;
"""

# What the gates read and the proposals leave empty; one of the six is silent for too long.
GATES = """
    update crm.customer_360 set dernier_achat = '2026-03-01' where client_code <> 'CL9';
    insert into etl.produits_formats
        (produit_key, format, place, prix_ttc, actif, is_in_latest_export, stock_total)
    values ('RIESLING 2021', 'bouteille', 1, 12.50, true, true, 600);
"""


def fill(conn: Connection, persons: int) -> None:
    """Write `persons` persons: 3 of 5 with a letter."""
    with transaction(conn):
        execute(conn, PERSONS, {"persons": persons, "attributes": Json(NOTHING)})


def run(conn: Connection, statement: str) -> None:
    """Run one statement and commit it."""
    with transaction(conn):
        execute(conn, statement)
