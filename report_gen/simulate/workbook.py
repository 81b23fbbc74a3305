"""Workbooks laid out as Xiaohongshu's own: Apache POI, inline strings, float cells, no default style.

Spreadsheet libraries write shared strings, styles and their own properties, so a reader tested on those has never seen
the real thing. The parts and their order follow the genuine files.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

Cell = str | float | int | None
Rows = Sequence[Sequence[Cell]]

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


def write(
    path: Path, sheets: Mapping[str, Rows], created: dt.datetime, merge: str | None = None, creator: str = "Apache POI"
) -> None:
    """Writes the workbook. `created` is UTC; `merge` is a range of the first sheet, such as A1:M1. The same arguments give
    the same bytes."""
    parts = {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": _relationships(
            ("rId1", f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
            ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": _properties(created, creator),
        "xl/workbook.xml": _workbook(list(sheets)),
        "xl/_rels/workbook.xml.rels": _relationships(
            *((f"rId{i}", f"{_OFFICE}/worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(sheets) + 1))
        ),
    }
    for i, rows in enumerate(sheets.values(), start=1):
        parts[f"xl/worksheets/sheet{i}.xml"] = _sheet(rows, merge if i == 1 else None)
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            # A fixed time in the archive: the same account gives the same bytes on any day.
            info = zipfile.ZipInfo(name, date_time=created.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text.encode())


def column_letters(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA"""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _sheet(rows: Rows, merge: str | None) -> str:
    width = max((len(row) for row in rows), default=1)
    lines = "".join(
        f'<row r="{r}">{"".join(_cell(f"{column_letters(c)}{r}", cell) for c, cell in enumerate(row))}</row>'
        for r, row in enumerate(rows, start=1)
    )
    merged = f'<mergeCells><mergeCell ref="{merge}"/></mergeCells>' if merge else ""
    dimension = f"A1:{column_letters(width - 1)}{max(len(rows), 1)}"
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><dimension ref="{dimension}"/>'
        f"<sheetData>{lines}</sheetData>{merged}</worksheet>"
    )


def _cell(place: str, value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f'<c r="{place}" t="n"><v>{float(value)}</v></c>'


def _workbook(names: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name="{escape(name)}" r:id="rId{i}" sheetId="{i}"/>' for i, name in enumerate(names, start=1)
    )
    return f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>'


def _properties(created: dt.datetime, creator: str) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{created:%Y-%m-%dT%H:%M:%SZ}</dcterms:created>'
        f"<dc:creator>{escape(creator)}</dc:creator></cp:coreProperties>"
    )


def _relationships(*links: tuple[str, str, str]) -> str:
    body = "".join(f'<Relationship Id="{i}" Target="{target}" Type="{kind}"/>' for i, kind, target in links)
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{body}</Relationships>'


def _content_types(sheets: int) -> str:
    overrides = "".join(
        f'<Override ContentType="{_SHEET_TYPE}" PartName="/xl/worksheets/sheet{i}.xml"/>' for i in range(1, sheets + 1)
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default ContentType="application/vnd.openxmlformats-package.relationships+xml" Extension="rels"/>'
        '<Default ContentType="application/xml" Extension="xml"/>'
        f'<Override ContentType="application/vnd.openxmlformats-package.core-properties+xml" PartName="/docProps/core.xml"/>'
        '<Override ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml" '
        f'PartName="/xl/workbook.xml"/>{overrides}</Types>'
    )
