"""A CSV's bytes → its one sheet."""

from __future__ import annotations

import codecs
import csv
import io

from report_gen.errors import ExportError
from report_gen.readers._sheets import HEADER_WITHIN, Book, Sheet

MAX_ROWS = 200_000
_DELIMITERS = ",\t;"


def parse(data: bytes, file: str) -> Book:
    """UTF-8, UTF-16 with its mark, or GB 18030 (what Chinese Windows writes); comma, tab or semicolon."""
    text = _decode(data, file)
    if text.lstrip()[:1] == "<":
        raise ExportError(f"{file} is a web page, not a table. Open it in a spreadsheet and save it as .xlsx.")
    delimiter = max(_DELIMITERS, key=lambda mark: _fields(text, mark))
    # Strict, since a quotation mark that never closes would otherwise swallow the rows below without a word.
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    try:
        for row in lines:
            rows.append(row)
            if len(rows) > MAX_ROWS:
                raise ExportError(
                    f"{file} has more than {MAX_ROWS:,} rows, which is more than any export. Split it by month."
                )
    except csv.Error as error:
        raise ExportError(
            f"{file}, row {len(rows) + 1}: a quotation mark is opened or closed in the wrong place ({error}). "
            "Open the file in a spreadsheet and save it again."
        ) from error
    width = max(map(len, rows), default=0)
    return Book((Sheet(file, "", [row + [""] * (width - len(row)) for row in rows], delimited=True),))


def _decode(data: bytes, file: str) -> str:
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ExportError(
        f"{file} is neither a workbook nor a table in UTF-8, UTF-16 or GB 18030. "
        "Download it again, or save it as “CSV UTF-8”."
    )


def _fields(text: str, delimiter: str) -> int:
    lines = text.splitlines()[:HEADER_WITHIN]
    return sum(len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1)
