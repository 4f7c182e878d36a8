"""Signs of life for a dead man's switch: a start, then an exit code, per job.

The addresses are those Healthchecks takes (https://healthchecks.io/docs/http_api/, “Pinging API”):
`<ALERT_PING_URL>/<job>/start` and `<ALERT_PING_URL>/<job>/<exit code>`. When one is missing, that
service speaks: nothing here can say that this machine is off.
"""

import urllib.request

SECONDS = 10
ATTEMPTS = 3


def ping(url: str | None, job: str, sign: str) -> str | None:
    """Send one sign of life; return what went wrong, or None. It never fails a run."""
    if not url:
        return None
    if not url.startswith(("https://", "http://")):
        return "ALERT_PING_URL ne commence ni par https:// ni par http://"
    said = ""
    for _ in range(ATTEMPTS):
        try:
            with urllib.request.urlopen(f"{url.rstrip('/')}/{job}/{sign}", timeout=SECONDS):  # noqa: S310 - the scheme was looked at
                return None
        except (OSError, ValueError) as error:
            said = str(error)
    return f"le signe de vie n'est pas parti (« {said} »)"
