"""A workbook's bytes → its sheets, and the moment of export that the platform wrote into it."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from xml.etree import ElementTree

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from report_gen.errors import ExportError
from report_gen.readers._sheets import Book, Sheet

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MAX_UNPACKED = 100_000_000  # bytes; a full note list has about 2 million
MAX_ROWS = 200_000
MAX_CELLS = 4_000_000
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PLACE = re.compile(rb'\br="([A-Z]{0,3})(\d{1,10})"')
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_CREATED = "{http://purl.org/dc/terms/}created"


def parse(data: bytes, file: str) -> Book:
    """The workbook's visible sheets."""
    if data.startswith(OLE):
        raise ExportError(_old_or_encrypted(data, file))
    try:
        created = _check(data, file)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        kinds = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        shown = [sheet.name for sheet in kinds if sheet.visible == SheetVisibleEnum.Visible]
        sheets = tuple(_sheet(book.get_sheet_by_name(name), name, file) for name in shown)
    except ExportError:
        raise
    except Exception as error:  # a damaged archive makes its libraries raise nearly anything
        raise ExportError(f"{file} is damaged ({error}). Download it again.") from error
    return Book(sheets, created, tuple(sheet.name for sheet in kinds if sheet.name not in shown))


def _sheet(sheet: CalamineSheet, name: str, file: str) -> Sheet:
    # Skipping the empty area would shift every row number and column letter in messages.
    return Sheet(file, name, sheet.to_python(skip_empty_area=False))


def _old_or_encrypted(data: bytes, file: str) -> str:
    if _ENCRYPTED in data:
        return f"{file} is protected by a password. Open it, save it without the password, and put that copy here."
    return f"{file} is an old .xls workbook. Open it, save it as .xlsx, and put that copy here."


def _check(data: bytes, file: str) -> dt.datetime | None:
    """Reads every part once, so that a part that lies about its size fails here and not in memory; → the creation stamp."""
    created = None
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if any(part.flag_bits & 1 for part in parts):
            raise ExportError(
                f"{file} is protected by a password. Save it without the password, and put that copy here."
            )
        unpacked = sum(part.file_size for part in parts)
        if unpacked > MAX_UNPACKED:
            raise ExportError(
                f"{file} unpacks to {unpacked:,} bytes; at most {MAX_UNPACKED:,} are read. "
                "An export of 1,000 notes has under 3,000,000: download it again."
            )
        for part in parts:
            text = archive.read(part)
            if part.filename.startswith("xl/worksheets/"):
                _check_area(text, file)
            elif part.filename == "docProps/core.xml":
                created = _created(text)
    return created


def _check_area(xml: bytes, file: str) -> None:
    """A single cell at the far end makes the library hold the whole area in memory, so its size is checked before."""
    places = set(_PLACE.findall(xml))
    rows = max((int(row) for _, row in places), default=0)
    columns = max((_column_number(letters) for letters, _ in places), default=0)
    if rows > MAX_ROWS or rows * columns > MAX_CELLS:
        raise ExportError(
            f"{file} has a sheet of {rows:,} rows by {columns:,} columns; at most {MAX_ROWS:,} rows and "
            f"{MAX_CELLS:,} cells are read. Delete what stands far below or beside the table, or download it again."
        )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _created(xml: bytes) -> dt.datetime | None:
    """The moment of export. Only Apache POI's stamp is one: Excel and WPS keep or write the moment of some first save."""
    root = ElementTree.fromstring(xml)
    stamp = (root.findtext(_CREATED) or "").strip()
    if (root.findtext(_CREATOR) or "").strip() != "Apache POI" or not stamp:
        return None
    moment = dt.datetime.fromisoformat(stamp)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
