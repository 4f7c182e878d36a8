"""Why a letter does not leave, or what became of it: the codes, and their French labels.

Every code is a row of the seed `reasons`, which says what it means to a person. Those that
SQL gives stand in the SQL; those that Python gives stand here.
"""

from enum import StrEnum

from psycopg2.extensions import connection as Connection  # noqa: N812

from warehouse.rows import rows, value


class Reason(StrEnum):
    """The codes Python gives."""

    UNKNOWN_PROPOSAL = "proposition_inconnue"
    CHANGED_SINCE_READ = "contenu_modifie"
    TAMPERED_WITH = "contenu_altere"
    TEMPLATE_CHANGED = "modele_modifie"
    TEMPLATE_MISSING = "modele_absent"
    TOO_LONG = "trop_longue"
    OUT_OF_DATE = "perimee"
    ALREADY_QUEUED = "lettre_deja_en_file"
    ADDRESS_ALREADY_QUEUED = "adresse_deja_en_file"
    ALREADY_LEFT = "lettre_deja_partie"
    QUIET_HOURS = "heures_calmes"
    TOO_LATE_TO_REPEAT = "delai_de_rejeu_passe"
    OPTED_OUT_IN_ERP = "refus_optin"
    UNSUBSCRIBED = "desinscrit"
    BOUNCED = "bounce"
    BLOCKED = "bloque"
    COMPLAINED = "plainte"
    MINOR = "mineur"
    ERASED = "efface"
    TO_CONFIRM = "a_confirmer"
    CONTACTED = "contact_recent"
    DECIDED_SINCE = "decidee_entre_temps"
    SECOND_PERSON = "seconde_personne"
    ALREADY_DECIDED = "deja_decidee"
    HELD_OUT = "groupe_temoin"


# The words of `activation.suppressions`, and those of the ERP, as the seed `opt_out_words`
# has them. Any other word is an opt-out too.
OPT_OUT_WORDS = {
    "unsubscribe": Reason.UNSUBSCRIBED,
    "hard_bounce": Reason.BOUNCED,
    "invalid": Reason.BOUNCED,
    "blocked": Reason.BLOCKED,
    "spam": Reason.COMPLAINED,
    "refus_optin": Reason.OPTED_OUT_IN_ERP,
    "desinscrit": Reason.UNSUBSCRIBED,
    "bounce": Reason.BOUNCED,
    "bloque": Reason.BLOCKED,
    "plainte": Reason.COMPLAINED,
    "mineur": Reason.MINOR,
    "efface": Reason.ERASED,
    "erasure": Reason.ERASED,
    "a_confirmer": Reason.TO_CONFIRM,
}


def opt_out_reason(word: str) -> Reason:
    """Return the code of a word of `activation.suppressions`."""
    return OPT_OUT_WORDS.get(word, Reason.UNSUBSCRIBED)


def labels(conn: Connection) -> dict[str, str]:
    """Return the French label of each code; none before dbt has built the seed."""
    if value(conn, "select to_regclass('crm.reasons')") is None:
        return {}
    return {row["code"]: row["libelle"] for row in rows(conn, "select * from crm.reasons")}
