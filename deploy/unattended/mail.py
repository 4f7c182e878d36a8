"""One mail to the people ALERT_MAIL_TO names, by SMTP."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from warehouse.console import plain
from warehouse.errors import ConfigurationError, OutOfReachError
from warehouse.settings import Settings

SECONDS = 20


def has_mail(settings: Settings) -> bool:
    """Return whether there is somebody to write to."""
    return bool(settings.get("ALERT_MAIL_TO"))


def send(settings: Settings, subject: str, lines: list[str]) -> None:
    """Send one mail. Raises OutOfReachError when the server does not take it.

    ALERT_SMTP_URL is smtps://user:password@host:465, or smtp://…:587, which turns to TLS when the
    server offers it and says no password without it.
    """
    to = settings.get("ALERT_MAIL_TO") or ""
    address = settings.get("ALERT_SMTP_URL") or ""
    url = urlsplit(address)
    if url.scheme not in ("smtp", "smtps") or not url.hostname:
        raise ConfigurationError(
            "ALERT_SMTP_URL is not smtps://user:password@host:465 or smtp://…: correct it in .env",
            "ALERT_SMTP_URL n'est pas de la forme smtps://nom:mot-de-passe@serveur:465 ou "
            "smtp://… : corrigez-la dans .env",
        )
    message = EmailMessage()
    message["From"] = settings.get("ALERT_MAIL_FROM") or to.split(",")[0].strip()
    message["To"] = to
    message["Subject"] = plain(subject)
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = make_msgid(domain="crm.invalid")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n".join(lines) + "\n")
    try:
        with _connected(url.scheme, url.hostname, url.port) as server:
            if url.username:
                server.login(unquote(url.username), unquote(url.password or ""))
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        # Not the answer itself: it may quote addresses.
        kind = type(error).__name__
        raise OutOfReachError(
            f"the mail did not leave ({kind}): check ALERT_SMTP_URL",
            f"le mail n'est pas parti (« {kind} ») : vérifiez ALERT_SMTP_URL",
        ) from None


def _connected(scheme: str, host: str, port: int | None) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port or 465, timeout=SECONDS, context=context)
    server = smtplib.SMTP(host, port or 587, timeout=SECONDS)
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=context)
        server.ehlo()
    return server
