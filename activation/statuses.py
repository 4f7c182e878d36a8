"""Everything Brevo has to tell, in one pass: waiting webhooks, the log, letters in doubt."""

from collections import Counter

from activation.pull import pull
from activation.reconcile import look_again
from activation.session import Session
from activation.webhook import read_inbox


def read_statuses(session: Session, *, deep: bool = False) -> Counter[str]:
    """Bring statuses and opt-outs into the warehouse; return what was new, by kind."""
    counts = Counter(read_inbox(session.conn, session.key))
    counts += pull(session.brevo, session.conn, session.key, deep=deep)
    counts += look_again(session.brevo, session.conn)
    session.run.counters = dict(counts)
    return counts
