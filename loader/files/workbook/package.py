"""The parts of an XLSX or XLSB workbook, found by how they relate and not by their names."""

import zipfile
from typing import IO
from xml.etree import ElementTree

MAIN, SHEET, STYLES = "/officeDocument", "/worksheet", "/styles"


class Package:
    """The parts of a workbook, found however their names are written."""

    def __init__(self, parts: zipfile.ZipFile) -> None:
        """`parts`: the workbook, unzipped as it is read."""
        self._parts = parts
        self._names = {_plain_name(name): name for name in parts.namelist()}

    def open(self, name: str) -> IO[bytes]:
        """Open a part. Raises KeyError when there is none of that name."""
        return self._parts.open(self._names[name])

    def read(self, name: str) -> bytes:
        """Return a part."""
        with self.open(name) as file:
            return file.read()

    def xml(self, name: str) -> ElementTree.Element:
        """Return a part of XML."""
        with self.open(name) as file:
            return ElementTree.parse(file).getroot()  # noqa: S314 - expat bounds entities itself

    def main(self, usual: str) -> str:
        """Return the name of the workbook's own part, `usual` where nothing says otherwise."""
        try:
            return next((name for _, name in self.related("", MAIN)), usual)
        except KeyError:
            return usual

    def related(self, part: str, kind: str) -> list[tuple[str, str]]:
        """Return id and name of the parts a part relates to in this way."""
        folder, _, name = part.rpartition("/")
        links = self.xml(_plain_name(f"{folder}/_rels/{name}.rels"))
        return [
            (one.get("Id", ""), _plain_name(one.get("Target", ""), folder))
            for one in links
            if one.get("Type", "").endswith(kind)
        ]


def _plain_name(name: str, folder: str = "") -> str:
    """Return the name of a part as all its spellings have it (`/XL\\a\\..\\b.xml` → `xl/b.xml`)."""
    name = name.replace("\\", "/")
    places: list[str] = []
    for place in (name if name.startswith("/") else f"{folder}/{name}").lower().split("/"):
        if place == "..":
            places = places[:-1]
        elif place not in ("", "."):
            places.append(place)
    return "/".join(places)
