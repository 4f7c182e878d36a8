"""What a sending asked for now would do, as the worker last found; asked again when it is old."""

from dataclasses import dataclass

from psycopg2.extensions import connection as Connection  # noqa: N812

from activation.asked.sendings import ready_set
from warehouse.rows import execute, row, transaction

_LAST = """
select found from activation.sending_previews
where computed_at > clock_timestamp() - interval '10 minutes' and found ->> 'set' = %s
order by preview_id desc limit 1
"""
_ASK = """
insert into activation.sending_previews (asked_by)
select %s where not exists (
    select from activation.sending_previews
    where computed_at is null and asked_at > clock_timestamp() - interval '1 minute'
)
"""


@dataclass(frozen=True)
class Preview:
    """Letters the gates would let go, and how many not by reason; `credits` at Brevo, if known.

    `problem` is why nobody can say.
    """

    letters: int
    left_out: dict[str, int]
    credits: int | None
    problem: str | None


def preview(conn: Connection, by: str) -> Preview | None:
    """Return what a sending of the letters of now would do; None while the worker looks. Commits.

    Without an answer to this very set of letters, of the last ten minutes, the worker is asked.
    """
    found = row(conn, _LAST, (ready_set(conn),))
    if found is None:
        with transaction(conn):
            execute(conn, _ASK, (by,))
        return None
    told = found["found"]
    left_out = {str(reason): int(letters) for reason, letters in told.get("left_out", {}).items()}
    going = int(told.get("letters", 0)) - sum(left_out.values())
    return Preview(going, left_out, told.get("credits"), told.get("problem"))
