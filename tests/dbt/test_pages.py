"""Pages made from the project say what the project is now."""

import runpy
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_page_of_checks_lists_the_checks_there_are() -> None:
    made = runpy.run_path(str(DOCS / "checks_table.py"))
    assert made["page"]() == (DOCS / "checks.md").read_text(encoding="utf-8")


def test_the_picture_of_segments_is_the_grid_in_use() -> None:
    made = runpy.run_path(str(DOCS / "images" / "rfm_grid.py"))
    picture = (DOCS / "images" / "rfm_grid.svg").read_text(encoding="utf-8")
    assert made["draw"](made["segments"]()) == picture


def test_the_page_of_segments_explains_each() -> None:
    made = runpy.run_path(str(DOCS / "images" / "rfm_grid.py"))
    page = (DOCS / "rfm.md").read_text(encoding="utf-8")
    assert [name for name in set(made["segments"]().values()) if f"| {name} |" not in page] == []
