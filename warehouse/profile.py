"""dbt's `profiles.yml`: the example, with this machine's connection as the defaults."""

import re

from warehouse.database import environment, profile_path
from warehouse.settings import Settings

MARK = "# Written from profiles.yml.example. Remove this line to keep your own changes.\n"
_DEFAULT = re.compile(r"env_var\('(?P<name>PG[A-Z]+)', '[^']*'\)")


def write_profile(settings: Settings) -> bool:
    """Write `profiles.yml` when missing or when it is still ours; return whether it changed."""
    path = profile_path(settings)
    if path.exists() and not path.read_text(encoding="utf-8").startswith(MARK):
        return False
    known = environment(settings)

    def with_default(match: re.Match[str]) -> str:
        name = match["name"]
        value = known.get(name)
        if value is None:
            return match[0]
        return f"env_var('{name}', '{value.replace(chr(39), chr(39) * 2)}')"

    example = (settings.root / "profiles.yml.example").read_text(encoding="utf-8")
    text = MARK + _DEFAULT.sub(with_default, example)
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    return True
