"""The corrections of a sheet, whatever its format."""

import io
import zipfile

from loader.files.workbook.ods import CONTENT, seen_in_ods
from loader.files.workbook.seen import Seen
from loader.files.workbook.xls import seen_in_xls
from loader.files.workbook.xlsb import seen_in_xlsb
from loader.files.workbook.xlsx import seen_in_xlsx


def seen_in(content: bytes, sheet: str) -> Seen:
    """Return the corrections of one sheet; what a damaged file raises is the caller's to catch."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return seen_in_xls(content, sheet)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        names = [name.lower() for name in parts.namelist()]
        if CONTENT in names:
            return seen_in_ods(parts, sheet)
        if any(name.endswith("workbook.bin") for name in names):
            return seen_in_xlsb(parts, sheet)
        return seen_in_xlsx(parts, sheet)
