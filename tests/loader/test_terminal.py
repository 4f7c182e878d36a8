"""What a terminal is given: names and lines as text, never as commands or mark-up."""

import json
import os
import subprocess
import sys

import pytest

from tests.support.loader import HEADER, Estate, sales
from warehouse.console import PlainConsole, printable, shown

pty = pytest.importorskip("pty", reason="a pseudo-terminal is a thing of POSIX")

TITLE = "\x1b]0;owned\x07"
NAMES = ("old[/x].csv", "[export].csv", ":warning:.csv", "red\x1b[31m.csv", "two\nlines.csv")


def at_a_terminal(estate: Estate, *arguments: str) -> str:
    """Return what `loader` writes on a terminal 200 columns wide."""
    mine, theirs = pty.openpty()
    variables = {"TERM": "xterm", "COLUMNS": "200", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "loader", *arguments]
    with subprocess.Popen(
        command, stdout=theirs, stderr=theirs, env=estate.environment() | variables
    ):
        os.close(theirs)
        written = b""
        try:
            while piece := os.read(mine, 1 << 16):
                written += piece
        except OSError:  # how Linux says that the other side is closed
            pass
    os.close(mine)
    return written.decode()


@pytest.mark.processes
def test_names_of_files_are_shown_as_they_are(estate: Estate) -> None:
    for number, name in enumerate(NAMES, 1):
        estate.drop(f"{HEADER}\n{sales(number)}", name=name)
    written = at_a_terminal(estate, "load")
    for name in NAMES:
        assert f"ventes_lignes/{shown(name)}" in written
    assert "\x1b[31m.csv" not in written
    assert "5 loaded" in written


@pytest.mark.processes
def test_lines_set_aside_do_not_steer_the_terminal(estate: Estate) -> None:
    line = f"CL1;{TITLE}\x9b2J\u202e"
    estate.drop(f"{HEADER}\n{sales(30)}{line}\n", name="a.csv")
    estate.load()
    for arguments in (["rejected"], ["trace", "1", "32"], ["check", str(estate.folder)]):
        written = at_a_terminal(estate, *arguments)
        assert r"CL1;\x1b]0;owned\x07\x9b2J\u202e" in written
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(written)
    plain = at_a_terminal(estate, "rejected", "--json")
    assert "\x9b" not in plain
    assert json.loads(plain)[0]["raw_text"] == line


def test_a_console_shows_mark_up_and_emoji_codes_as_text(
    capsys: pytest.CaptureFixture[str],
) -> None:
    PlainConsole().print(f"[b]:wine_glass: {TITLE}[/x]")
    written = capsys.readouterr().out
    assert written.startswith("[b]:wine_glass: \\x1b]0;owned")
    assert written.endswith("[/x]\n")


def test_only_what_must_stay_on_its_line_loses_its_breaks() -> None:
    assert printable("a\tb\nc\r") == "a\tb\nc\\r"
    assert shown("a\tb\nc\r") == "a\tb\\nc\\r"
