"""Ten years of letters and of runs cost a Monday no more than ten weeks of them."""

from alembic import op

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    """Find the proposals that stand among all there ever were, and the results of a run."""
    op.execute(
        """
        drop index activation.recommendations_current;
        create index recommendations_current on activation.recommendations (reco_id)
            where withdrawn_at is null;
        create index dbt_results_by_run on ops.dbt_results (run_id);
        """
    )


def downgrade() -> None:
    """Look for them one by one again."""
    op.execute(
        """
        drop index activation.recommendations_current;
        create index recommendations_current on activation.recommendations (reco_id)
            where withdrawn_at is null and erased_at is null;
        drop index ops.dbt_results_by_run;
        """
    )
