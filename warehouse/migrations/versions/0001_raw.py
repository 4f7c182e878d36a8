"""Schema `raw`: the files, their lines as text, and the lines no parser could split."""

from alembic import op

revision = "0001"
down_revision = None

DATASETS = {
    "ventes_lignes": (
        "client_code date_livraison produit_label qty_line pu_ht mt_ht mt_ttc marge document_type "
        "document_no order_detail_no article email code_postal ville"
    ),
    "clients": (
        "client_code nom prenom email telephone adresse code_postal ville pays optin_email"
    ),
    "produits": (
        "produit article millesime famille_crm sous_famille macro_categorie prix_ttc price_band "
        "premium_tier cepage sucrosite_niveau actif"
    ),
    "stock": "produit stock_total stock_reserve date_snapshot",
    "contacts": "client_code date_contact canal statut",
}


def upgrade() -> None:
    """Create the tables the loader appends to."""
    op.execute("create schema if not exists raw")
    op.execute(
        """
        create table raw.files (
            file_id bigint generated always as identity primary key,
            dataset text,
            path text not null,
            export_date date,
            sha256 text,
            size_bytes bigint,
            row_count bigint not null default 0,
            rejected_count bigint not null default 0,
            encoding text,
            delimiter text,
            status text not null check (status in ('loaded', 'refused', 'duplicate')),
            error text,
            -- What tells an untouched file from a changed one without reading it, and the
            -- loader's alias table it was judged by: a refused file is retried when either moves.
            stamp text,
            rules text,
            loaded_at timestamptz not null default now(),
            run_id uuid
        )
        """
    )
    # The same bytes are loaded once, whatever their name and however many loaders run.
    op.execute(
        "create unique index files_loaded_once on raw.files (sha256) where status = 'loaded'"
    )
    for dataset, columns in DATASETS.items():
        texts = ", ".join(f"{column} text" for column in columns.split())
        op.execute(
            f"""
            create table raw.{dataset} (
                _file_id bigint not null,
                _line_number bigint not null,
                _loaded_at timestamptz not null default now(),
                {texts}
            )
            """
        )
        # Lines arrive file by file, so a block range index finds a file's lines; a b-tree
        # would add two fifths to the cost of loading them.
        op.execute(f"create index on raw.{dataset} using brin (_file_id) with (autosummarize = on)")
    op.execute(
        """
        create table raw.rejected_lines (
            dataset text not null,
            _file_id bigint not null,
            _line_number bigint not null,
            raw_text text not null,
            reason text not null,
            _loaded_at timestamptz not null default now()
        )
        """
    )
    op.execute("create index on raw.rejected_lines (_file_id)")


def downgrade() -> None:
    """Refuse: raw lines are the only copy of what was read."""
    raise RuntimeError("raw data is never dropped by a migration")
