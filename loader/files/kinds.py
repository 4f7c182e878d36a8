"""What a file is that is neither the text nor the workbook its name says, and what to do."""

import codecs

AS_XLSX = "dans un tableur, puis enregistrez en .xlsx"
# How each begins, without case or blanks before it, and what to say of it.
BEGINNINGS = (
    ((b"<!doctype html", b"<html", b"<head", b"<meta", b"<table"), "une page HTML : ouvrez-la"),
    ((b"mime-version:",), "une page web archivée (MHTML) : ouvrez-la"),
    ((b"{\\rtf",), "un document RTF : ouvrez-le"),
    ((b"id;p",), "un fichier SYLK : ouvrez-le"),
)
XML_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"


def foreign(start: bytes) -> str | None:
    """Return what a file that begins so is, with the remedy (French); None for plain text."""
    bare = _narrow(start).lstrip().lower()
    if not bare.strip(b"\0"):
        return "des octets nuls : la copie s'est interrompue, refaites-la"
    if bare.startswith(b"%pdf"):
        return "un document PDF : exportez en CSV ou en .xlsx"
    if XML_2003 in bare:
        return f"un classeur XML de 2003 : ouvrez-le {AS_XLSX}"
    for beginnings, what in BEGINNINGS:
        if bare.startswith(beginnings):
            return f"{what} {AS_XLSX}"
    if bare.startswith(b"<?xml") and b"<html" in bare:
        return f"une page HTML : ouvrez-la {AS_XLSX}"
    return None


def no_workbook(start: bytes) -> str:
    """Return why a file named as a workbook is none (French)."""
    what = foreign(start)
    if what is None and b"\0" not in start:
        what = f"du texte : renommez-le en .csv, ou ouvrez-le {AS_XLSX}"
    if what is None:
        return "classeur corrompu : le contenu n'est pas celui d'un classeur"
    return f"classeur corrompu : c'est {what}"


def _narrow(start: bytes) -> bytes:
    """Return the beginning of a file without byte order mark, two-byte letters made one."""
    for mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        if start.startswith(mark):
            return start[2:].replace(b"\0", b"")
    return start.removeprefix(codecs.BOM_UTF8)
