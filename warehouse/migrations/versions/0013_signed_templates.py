"""Templates are pushed once more: their fingerprint now holds who signs them too."""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Forget the fingerprints of before, which said nothing of the sender."""
    op.execute("update activation.templates set brevo_sha256 = null")
