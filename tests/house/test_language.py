"""One language per surface: what stops a command is told in the language it speaks."""

import ast
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
import typer
from typer.testing import CliRunner

import loader.cli
import warehouse.cli
import weekly.cli
import weekly.verify
from tests.support.language import english_in, french_in
from tests.support.syntax import joined, module_of, python_files
from warehouse.settings import ROOT
from warehouse.wording import day, english, figure, french, moment, typeset

ERRORS = {
    "ProductError", "ConfigurationError", "NeedsPersonError", "OutOfReachError", "LockedError",
}  # fmt: skip
# Who can meet the errors of a module: the owner, the others, or either, one message each. The
# longest name counts; all other modules can stop commands of both, and must say it twice.
ONE_LANGUAGE = {
    "weekly": "french",
    "weekly.verify": "english",
    "activation.approval": "french",
    "activation.health": "french",
    "activation.sending": "french",
    "activation.sending.resolve": "english",
    "activation.commands": "english",
    "activation.commands.approval": "french",
    "activation.commands.opt_outs": "french",
    "activation.commands.sending": "either",
    "activation.contacts": "either",
    "activation.doctor": "english",
    "activation.letters.push": "english",
    "activation.feedback.registration": "english",
    "activation.privacy.forget": "english",
    "activation.privacy.person": "english",
    "dashboard.access": "english",
    "dashboard.cli": "english",
    "dashboard.place": "english",
    "loader.commands": "english",
    "loader.listing": "english",
    "warehouse.owner": "french",
    "warehouse.trace": "english",
    "warehouse.cli": "english",
}


class Raised(NamedTuple):
    """A product error being made: where, in which language, its literal texts."""

    where: str
    spoken: str | None
    texts: list[str | None]


def raised(root: Path) -> Iterator[Raised]:
    for path in python_files(root, "loader", "activation", "weekly", "warehouse", "dashboard"):
        module = module_of(root, path)
        places = [place for place in ONE_LANGUAGE if f"{module}.".startswith(f"{place}.")]
        spoken = ONE_LANGUAGE[max(places, key=len)] if places else None
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ERRORS
            ):
                yield Raised(f"{module}:{node.lineno}", spoken, list(map(_text, _sides(node))))


def _sides(call: ast.Call) -> list[ast.expr]:
    """Return the arguments; `*pair` stands for both languages at once."""
    return [side for one in call.args for side in ([one] * (1 + isinstance(one, ast.Starred)))]


def _text(side: ast.expr) -> str | None:
    texts = side.values if isinstance(side, ast.JoinedStr) else [side]
    return joined("", texts) if isinstance(side, ast.JoinedStr | ast.Constant) else None


def faults(root: Path) -> list[str]:
    """Name every message that lacks a language, or speaks another than it should."""
    return sorted({fault for one in raised(root) for fault in _faults(one)})


def _faults(one: Raised) -> Iterator[str]:
    english_text, french_text = (*one.texts, None, None)[:2]
    if one.spoken is None and len(one.texts) != 2:
        yield f"{one.where}: the owner may meet it: say it in French too"
    if one.spoken and len(one.texts) == 1:
        sides = {"english": (english_text, None), "french": (None, english_text)}
        both = bool(english_in(english_text or "") and french_in(english_text or ""))
        if both:
            yield f"{one.where}: two languages in “{english_text}”"
        english_text, french_text = sides.get(one.spoken, (None, None))
    if english_text and (found := french_in(english_text)):
        yield f"{one.where}: French in English: {', '.join(sorted(found))}"
    if french_text and (found := english_in(french_text)):
        yield f"{one.where}: English in French: {', '.join(sorted(found))}"


def test_every_failure_is_told_in_the_language_of_the_commands_it_stops() -> None:
    assert len(list(raised(ROOT))) > 60
    assert faults(ROOT) == []


@pytest.mark.parametrize(
    ("module", "line", "fault"),
    [
        ("warehouse/a.py", "raise LockedError('it is locked')", "say it in French too"),
        ("warehouse/a.py", "raise LockedError('the lock', 'le verrou')", None),
        ("warehouse/a.py", "raise LockedError('the lock', 'the verrou')", "English in French"),
        ("warehouse/a.py", "raise LockedError('un verrou', 'le verrou')", "French in English"),
        ("activation/brevo/a.py", "raise OutOfReachError(*explain(answer))", None),
        ("activation/sending/a.py", "raise LockedError('il est tard')", None),
        ("activation/sending/a.py", "raise LockedError('it is late')", "English in French"),
        ("activation/doctor.py", "raise LockedError('il est tard')", "French in English"),
        ("activation/contacts/a.py", "raise LockedError('it is tard, le soir')", "two languages"),
        ("activation/contacts/a.py", "raise LockedError(f'{it} est « the key »')", None),
    ],
)
def test_a_message_in_the_wrong_language_is_named(
    tmp_path: Path, module: str, line: str, fault: str | None
) -> None:
    (tmp_path / module).parent.mkdir(parents=True)
    (tmp_path / module).write_text(line, encoding="utf-8")
    found = faults(tmp_path)
    assert [fault in one for one in found] == [True] if fault else found == []


@pytest.mark.parametrize(
    ("number", "said", "told"),
    [
        (0, "0 ligne lue", "0 rows"),
        (1, "1 ligne lue", "1 row"),
        (2, "2 lignes lues", "2 rows"),
        (24670, "24\u202f670 lignes lues", "24670 rows"),
    ],
)
def test_numbers_agree_with_what_they_count(number: int, said: str, told: str) -> None:
    assert french(number, "ligne lue") == said
    assert english(number, "row") == told


def test_french_has_its_plurals_figures_days_and_spaces() -> None:
    assert french(2, "nouveau", "nouveaux") == "2 nouveaux"
    assert french(2, "refus") == "2 refus"
    assert french(-2, "point") == "-2 points"
    assert figure(1234.56, 1) == "1\u202f234,6"
    assert day(date(2026, 11, 6)) == "06/11/2026"
    assert moment(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == "02/07/2026 00:30"
    assert typeset("Quoi ? « Oui » : `a:b` !") == (
        "Quoi\u00a0? «\u00a0Oui\u00a0»\u00a0: `a:b`\u00a0!"
    )


@pytest.mark.parametrize(
    ("app", "foreign"),
    [
        (weekly.cli.app, english_in),
        (weekly.verify.app, french_in),
        (loader.cli.app, french_in),
        (warehouse.cli.app, french_in),
    ],
    ids=["weekly", "verify", "loader", "warehouse"],
)
def test_every_program_explains_itself_in_its_language(
    app: typer.Typer, foreign: Callable[[str], set[str]]
) -> None:
    names = [one.name or getattr(one.callback, "__name__", "") for one in app.registered_commands]
    for words in ([], *([name] for name in names)):
        done = CliRunner().invoke(app, [*words, "--help"])
        assert (done.exit_code, foreign(done.output)) == (0, set())
