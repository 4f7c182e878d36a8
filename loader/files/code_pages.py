"""Single-byte text: told from one code page to another by what stands inside its words.

Every byte is a character in each of them, so nothing but the words tells: `Cr‚mant` is no
word of Windows-1252, `Crémant` is one of DOS.
"""

import re

# Windows-1252 gives these bytes no character; PostgreSQL refuses them too.
UNDEFINED_IN_CP1252 = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")
# é, ê, ç, è, ô … and n° of DOS (cp437, cp850) and of the Mac of old; in Windows-1252 these are
# signs and capitals that never stand inside a word: ‚ ƒ ˆ Š Œ “ ” Ž, or no French letter (nø, n¡).
DOS_OR_MAC = re.compile(
    rb"[A-Za-z](?:[\x82\x8e]|[\x83\x84\x87-\x89\x8b][A-Za-z]|[\x8a\x93\x94][a-z])"
    rb"|[a-z]\x8c[a-z]|\b[nN][\xf8\xa1](?![A-Za-z])"
)
# € behind an amount, œ and Œ in a word of Latin-9; in Windows-1252 these are ¤ ½ ¼.
LATIN9_FOR_SURE = re.compile(rb"\d[ \xa0]?\xa4|[A-Za-z]\xbd[a-z]")
LATIN9 = re.compile(LATIN9_FOR_SURE.pattern + rb"|\xbc[A-Za-z]")
WINDOWS_LETTER = re.compile(rb"[A-Za-z][\xc0-\xd6\xd8-\xf6\xf9-\xff]")
# Text in UTF-8 that was read as Windows-1252 and written in UTF-8 once more: `SÃ©lestat`.
TWICE_UTF8 = re.compile(rb"\xc3\x83\xc2[\xa0-\xbf]|\xc3\x82\xc2[\xa0-\xbf]|\xc3\xa2\xe2\x82\xac")
WINDOWS_SIGN = re.compile(rb"[\x80-\x9f]")
# What UTF-8 makes of French: letters to U+017F, spaces, «», ’, – and €.
PLAUSIBLE = re.compile("[\\x00-\\x7f\xa0-\u017f\u2010-\u203a\u20ac]*")
# A block of Windows-1252 without any of these bytes holds no line of another encoding.
SIGNS = tuple(
    bytes([code])
    for code in b"\x81\x82\x83\x84\x87\x88\x89\x8a\x8b\x8c\x8d\x8e\x8f\x90\x93\x94\x9d"
    b"\xa1\xa4\xbd\xc3\xc5\xf8"
)


def reads_as_utf8(line: bytes) -> bool:
    """Return whether a line that is not ASCII reads as French in UTF-8."""
    try:
        return PLAUSIBLE.fullmatch(line.decode("utf-8")) is not None
    except UnicodeDecodeError:
        return False


def stranger_in_cp1252(line: bytes, *, is_mixed: bool) -> str | None:
    """Return why a line is none of Windows-1252 (French), None when it is one.

    `is_mixed`: the file is known to hold lines in UTF-8 too.
    """
    if any(byte in line for byte in UNDEFINED_IN_CP1252):
        return "octet sans caractère en windows-1252"
    if DOS_OR_MAC.search(line):
        return "lettres d'une page de code DOS ou Mac dans un fichier en windows-1252"
    if LATIN9_FOR_SURE.search(line):
        return "lettres de latin-9 dans un fichier en windows-1252"
    if (is_mixed or b"\xc3" in line or b"\xc5" in line) and reads_as_utf8(line):
        return "ligne en utf-8 dans un fichier en windows-1252"
    return None
