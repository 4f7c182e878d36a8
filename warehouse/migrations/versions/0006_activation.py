"""What sending needs to know besides: whose template, whose tag, what a restore forgot."""

from pathlib import Path

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add columns to `activation`; let what Brevo knows win, and an erasure reach reasons."""
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Take the columns away; the two functions stay as they are, they only allow more."""
    op.execute("alter table activation.recommendations drop column template_sha256")
    op.execute("alter table activation.templates drop column brevo_sha256")
    op.execute("alter table activation.events drop column tag_send_id")
