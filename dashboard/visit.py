"""What every page is given: whoever asks, what a form sent, and how to answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import parse_qs

from fastapi import Request
from fastapi.responses import Response
from psycopg2.extensions import connection as Connection  # noqa: N812

from warehouse.errors import ProductError
from warehouse.settings import Settings
from warehouse.wording import PARIS

MOST_TYPED = 500


@dataclass(frozen=True)
class Visit:
    """Whoever asks: their connection with the page's rights, their name, what they may do.

    `email` is where “M'envoyer cette lettre” sends; None when nobody has said it.
    """

    conn: Connection
    settings: Settings
    name: str
    may_decide: bool
    email: str | None = None

    @property
    def today(self) -> date:
        """Return the day this visit counts from."""
        return self.settings.as_of_date or datetime.now(PARIS).date()


Show = Callable[..., Response]


class Form:
    """What a form sent: one text by name, or several."""

    def __init__(self, body: bytes) -> None:
        # Invalid text is replaced, never an error of the server.
        self._sent = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)

    def text(self, name: str) -> str:
        """Return the text of a field, short, without what a database cannot keep."""
        return (self._sent.get(name) or [""])[-1].replace("\0", "")[:MOST_TYPED].strip()

    def texts(self, name: str) -> list[str]:
        """Return every text of a field."""
        return self._sent.get(name) or []


def attachment(content: bytes, media_type: str, name: str) -> Response:
    """Return a file to keep, under its name."""
    return Response(
        content,
        media_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


async def read_form(request: Request) -> Form:
    """Read a form's fields."""
    return Form(await request.body())


def told(error: ProductError) -> str:
    """Return a failure as a sentence of a page."""
    return f"{error.french[:1].upper()}{error.french[1:]}."
