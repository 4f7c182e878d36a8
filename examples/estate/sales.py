"""The sales exports: five years cut into files as an office would leave them."""

from __future__ import annotations

import datetime as dt
import unicodedata
import zlib
from collections.abc import Callable, Iterable
from dataclasses import replace

from estate import FIRST_DAY, LAST_EXPORT, days, stream
from estate.files import NARROW, NO_BREAK, Export, Row, Style, Value
from estate.mishaps import ALL, Mishap, spoil
from estate.purchases import Line
from estate.wines import ALIASES, produit_key

COLUMNS = (
    "client_code",
    "date_livraison",
    "produit_label",
    "qty_line",
    "pu_ht",
    "mt_ht",
    "mt_ttc",
    "marge",
    "document_type",
    "document_no",
    "order_detail_no",
    "article",
    "email",
    "code_postal",
    "ville",
)
WEEKLY_EXPORTS = [LAST_EXPORT - days(7 * back) for back in range(6, -1, -1)]
WORKBOOK_DAYS = (dt.date(2026, 6, 29), WEEKLY_EXPORTS[0] - days(15))

OLD = Style("cp1252", untidy=True)
LATIN = Style("cp1252", thousands=NO_BREAK, euro_every=60)
COMMAS = Style("utf-8", ",", "\n", "{year}-{month:02d}-{day:02d}", ".")
TABS = Style("utf-8-sig", "\t", date="{day:02d}.{month:02d}.{year}", thousands=NARROW,
             negative="({})")  # fmt: skip
RECENT = Style("cp1252", date="{day:02d}/{month:02d}/{short:02d}", thousands=" ",
               negative="{}-", euro_every=45)  # fmt: skip
WEEKLY = Style(untidy=True, euro_every=50)

Headers = Callable[[str], str]


def _spaced(column: str) -> str:
    return column.replace("_", " ").capitalize()


def _shouted(column: str) -> str:
    return column.replace("_", " ").upper()


def _plain(column: str) -> str:
    return column


def _untidy_label(label: str, salt: int) -> str:
    """Labels as people retype them: capitals without accents, stray blanks, a nickname."""
    if label in ALIASES and salt % 4 == 0:
        return ALIASES[label]
    if salt % 19 == 0:
        flat = unicodedata.normalize("NFD", label.replace("’", "'"))
        return "".join(c for c in flat if not unicodedata.combining(c)).upper()
    return f"{label.replace(' ', '  ', 1)} " if salt % 43 == 0 else label


def _untidy_code(code: str, salt: int) -> str:
    return f" {code[:2].lower()}-{code[2:4]} {code[4:]}" if salt % 71 == 0 else code


def sales_row(line: Line, untidy: bool) -> Row:
    """A sales line as a row, with the natural key it has in the warehouse."""
    code, label = line.code, line.wine.label
    salt = zlib.crc32(f"{line.number}/{line.detail}".encode())
    fields: tuple[Value, ...] = (
        code.client_code, line.day, label, line.qty, line.pu, line.ht, line.ttc, line.margin,
        line.kind, line.number, line.detail, line.article, code.email, code.code_postal, code.ville,
    )  # fmt: skip
    values = dict(zip(COLUMNS, fields, strict=True))
    if untidy:
        label = _untidy_label(label, salt)
        values["produit_label"] = label
        values["client_code"] = _untidy_code(code.client_code, salt)
    if salt % 97 == 0:
        values["commentaire"] = 'Livrer le matin,\nsonner deux fois à "Vignes"'
    key = (line.kind, line.number, line.day.isoformat(), code.client_code, produit_key(label))
    return Row(values, salt, key=key)


def _file(name: str, style: Style, lines: list[Line], headers: Headers = _plain,
          columns: Iterable[str] = COLUMNS, title: tuple[str, ...] = (),
          mishaps: tuple[Mishap, ...] = ()) -> Export:  # fmt: skip
    rows = [sales_row(line, style.untidy) for line in lines]
    export = Export("ventes_lignes", name, style, {c: headers(c) for c in columns}, rows, title)
    if "order_detail_no" in export.columns:
        for row in rows:
            row.key = (*row.key, str(row.values["order_detail_no"]))
    spoil(export, mishaps)
    return export


def yearly_files(lines: list[Line], misread: list[Line]) -> list[Export]:
    """One file a year, each from another hand; `misread` lines stand wrong in the last one."""

    def until(year: int, month: int = 12, day: int = 31) -> list[Line]:
        first = dt.date(year, 1, 1) if year > 2022 else FIRST_DAY
        return [line for line in lines if first <= line.day <= dt.date(year, month, day)]

    without_detail = [c for c in COLUMNS if c != "order_detail_no"]
    reordered = [*COLUMNS[8:], *COLUMNS[:8], "commentaire"]
    before_workbook = WORKBOOK_DAYS[0] - days(1)
    recent = [
        replace(line, qty=line.qty + 1) if line in misread else line
        for line in until(2026, before_workbook.month, before_workbook.day)
    ]
    title = ("Export iSaVigne – lignes de ventes 2025", "")
    m = Mishap
    return [
        _file("ventes_lignes_historique_2022-12-31.csv", OLD, until(2022),
              columns=without_detail, mishaps=ALL),
        _file("Ventes lignes 31-12-2023.csv", LATIN, until(2023), _shouted,
              mishaps=(m.TORN_LONG, m.NO_CLIENT, m.NO_AMOUNT)),
        _file("ventes_lignes_20241231.csv", COMMAS, until(2024), columns=reordered,
              mishaps=(m.TORN_SHORT, m.NO_PRODUCT, m.QUANTITY_ZERO)),
        _file("ventes_lignes_2025-12-31.csv", TABS, until(2025), _spaced, title=title,
              mishaps=(m.IMPOSSIBLE_DATE, m.QUANTITY_TEXT, m.TWICE, m.TORN_SHORT)),
        _file("ventes_lignes_2026-06-29.csv", RECENT, recent,
              mishaps=(m.BLANK_CLIENT, m.AMOUNT_TEXT, m.TORN_LONG)),
    ]  # fmt: skip


def workbook(lines: list[Line]) -> Export:
    """The summer of 2026, sent as a workbook."""
    first, last = WORKBOOK_DAYS
    summer = [line for line in lines if first <= line.day <= last]
    return _file(f"ventes_lignes_{last + days(1)}.xlsx", WEEKLY, summer, _spaced,
                 title=("Lignes de ventes – été 2026",),
                 mishaps=(Mishap.NO_DATE, Mishap.QUANTITY_ZERO))  # fmt: skip


def weekly_files(lines: list[Line], misread: list[Line]) -> list[Export]:
    """Seven Mondays: each file holds two weeks, so every line comes twice, some corrected."""
    headers = (_plain, _spaced, _plain, _shouted)
    mishaps = {1: (Mishap.NO_CLIENT,), 3: (Mishap.TORN_SHORT, Mishap.QUANTITY_ZERO)}
    rng = stream("corrections")
    recent = [line for line in lines if line.day >= WEEKLY_EXPORTS[0] - days(14)]
    wrong_at_first = {id(line) for line in recent if rng.random() < 0.04}
    exports = []
    for index, monday in enumerate(WEEKLY_EXPORTS):
        held = [line for line in recent if monday - days(14) <= line.day < monday]
        seen = [
            replace(line, qty=line.qty + 1)
            if id(line) in wrong_at_first and line.day >= monday - days(7) and line.qty > 0
            else line
            for line in held
        ]
        late = misread if index == 2 else []
        exports.append(
            _file(f"ventes_lignes_{monday}.csv", WEEKLY, [*late, *seen], headers[index % 4],
                  mishaps=mishaps.get(index, ()))
        )  # fmt: skip
    return exports


def sales_files(lines: list[Line]) -> list[Export]:
    """All sales exports, in the order of their dates."""
    spring = [line for line in lines if dt.date(2026, 3, 1) <= line.day <= dt.date(2026, 3, 31)]
    misread = [line for line in spring if line.qty > 0][::60][:3]
    return [*yearly_files(lines, misread), workbook(lines), *weekly_files(lines, misread)]
