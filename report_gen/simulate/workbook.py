"""Workbooks laid out as Xiaohongshu's own: Apache POI, inline strings, float cells, no default style.

Spreadsheet libraries write shared strings, styles and their own properties, so a reader tested on those has never seen
the real thing. The parts and their order follow the genuine files.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape


@dataclass(frozen=True)
class Formula:
    """A cell that calculates; spreadsheets store what it last showed beside it."""

    text: str
    shown: str


Cell = str | float | int | Formula | None
Rows = Sequence[Sequence[Cell]]

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


def write(
    path: Path,
    sheets: Mapping[str, Rows],
    created: dt.datetime,
    merge: str | None = None,
    creator: str = "Apache POI",
    shared_strings: bool = False,
) -> None:
    """Writes the workbook. `created` is UTC; `merge` is a range of the first sheet, such as A1:M1; `shared_strings` keeps
    texts in a part of their own, as Excel and WPS do. The same arguments give the same bytes."""
    shared: dict[str, int] | None = {} if shared_strings else None
    parts = _parts(sheets, merge, _properties(created, creator), shared)
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            # A fixed time in the archive: the same account gives the same bytes on any day.
            info = zipfile.ZipInfo(name, date_time=created.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text.encode())


def _parts(
    sheets: Mapping[str, Rows], merge: str | None, properties: str, shared: dict[str, int] | None
) -> dict[str, str]:
    """The archive's files in their order. Sheets come first to be made, because they fill `shared`."""
    bodies = {
        f"xl/worksheets/sheet{i}.xml": _sheet(rows, merge if i == 1 else None, shared)
        for i, rows in enumerate(sheets.values(), start=1)
    }
    links = [(f"rId{i}", f"{_OFFICE}/worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(sheets) + 1)]
    if shared is not None:
        links.append((f"rId{len(links) + 1}", f"{_OFFICE}/sharedStrings", "sharedStrings.xml"))
        bodies["xl/sharedStrings.xml"] = _shared(shared)
    return {
        "[Content_Types].xml": _content_types(len(sheets), shared is not None),
        "_rels/.rels": _relationships(
            ("rId1", f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
            ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": properties,
        "xl/workbook.xml": _workbook(list(sheets)),
        "xl/_rels/workbook.xml.rels": _relationships(*links),
        **bodies,
    }


def column_letters(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA"""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _sheet(rows: Rows, merge: str | None, shared: dict[str, int] | None) -> str:
    width = max((len(row) for row in rows), default=1)
    lines = "".join(
        f'<row r="{r}">{"".join(_cell(f"{column_letters(c)}{r}", cell, shared) for c, cell in enumerate(row))}</row>'
        for r, row in enumerate(rows, start=1)
    )
    merged = f'<mergeCells><mergeCell ref="{merge}"/></mergeCells>' if merge else ""
    dimension = f"A1:{column_letters(width - 1)}{max(len(rows), 1)}"
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><dimension ref="{dimension}"/>'
        f"<sheetData>{lines}</sheetData>{merged}</worksheet>"
    )


def _cell(place: str, value: Cell, shared: dict[str, int] | None) -> str:
    if value is None:
        return ""
    if isinstance(value, Formula):
        return f'<c r="{place}" t="str"><f>{escape(value.text)}</f><v>{escape(value.shown)}</v></c>'
    if isinstance(value, str) and shared is not None:
        return f'<c r="{place}" t="s"><v>{shared.setdefault(value, len(shared))}</v></c>'
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f'<c r="{place}" t="n"><v>{float(value)}</v></c>'


def _shared(texts: Mapping[str, int]) -> str:
    items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in texts)
    return f'{_HEAD}<sst xmlns="{_MAIN}" count="{len(texts)}" uniqueCount="{len(texts)}">{items}</sst>'


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


def _content_types(sheets: int, has_shared_strings: bool) -> str:
    shared = f'<Override ContentType="{_STRINGS_TYPE}" PartName="/xl/sharedStrings.xml"/>' * has_shared_strings
    overrides = "".join(
        f'<Override ContentType="{_SHEET_TYPE}" PartName="/xl/worksheets/sheet{i}.xml"/>' for i in range(1, sheets + 1)
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default ContentType="application/vnd.openxmlformats-package.relationships+xml" Extension="rels"/>'
        '<Default ContentType="application/xml" Extension="xml"/>'
        f'<Override ContentType="application/vnd.openxmlformats-package.core-properties+xml" PartName="/docProps/core.xml"/>'
        '<Override ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml" '
        f'PartName="/xl/workbook.xml"/>{overrides}{shared}</Types>'
    )
