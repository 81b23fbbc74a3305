"""notes.csv: the analyst's own tags, by publish time or note id."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from report_gen.errors import ExportError
from report_gen.readers import _cells, _links
from report_gen.readers._files import open_file
from report_gen.readers._reading import Columns, warning
from report_gen.readers._records import Column, Dropped, Records, find_header
from report_gen.readers._sheets import Cell, Sheet
from report_gen.tables import Quality
from report_gen.wording import noop, say, say_n
from report_gen.workspace import Client

KEYS = (
    Column("published_at", ("published_at", "首次发布时间", "发布时间"), required=False),
    Column("note", ("note id", "笔记id", "note", "笔记链接", "link"), required=False),
)
TAGS = (
    Column("pillar", ("pillar", "内容支柱"), required=False),
    Column("traits", ("traits", "trait", "特征"), required=False),
    Column("campaign", ("campaign", "活动"), required=False),
    Column("label", ("label", "标签"), required=False),
)

_A_DATE = re.compile(r"20\d\d[-/年]")
_TO_THE_SECOND = noop("Write the time as the note list has it, to the second; spreadsheets cut the seconds.")
_ID = noop("Correct the id, or write the note's publish time instead.")
_NO_IDS = noop("Write the notes' publish times instead: no note list here has ids (the platform's own never does).")


def read(client: Client) -> dict[str, dict[str, str]]:
    """Key → its tags that are not blank. Keys are note ids, and publish times as `2026-03-24T17:33:05`, UTC+8."""
    if not client.note_tags.exists():
        return {}
    (sheet,) = open_file(client.folder, client.note_tags.name, client.folder).book().sheets[:1] or (Sheet("", "", ()),)
    found = _records(sheet)
    tags = _tags(found)
    entries = [(n, k, t) for column in _keys(found) for (n, _), k, t in zip(found.rows, column, tags, strict=True) if k]
    problems = [*found.problems, *_contradictions(sheet, entries)]
    if problems:
        raise ExportError(*problems)
    return {key: tag for _, key, tag in entries}


def strays(tags: Mapping[str, object], notes: Columns) -> Iterator[Quality]:
    """Tags that will never be seen: their publish time or id is no note's."""
    known = {moment.astimezone(_cells.CHINA).replace(tzinfo=None).isoformat() for moment in notes["published_at"]}
    lost = [key for key in tags if "T" in key and key not in known]
    if lost:
        message = say_n(
            "{n} publish time is no note's in any export, the first of them {moment}.",
            "{n} publish times are no note's in any export, the first of them {moment}.",
            len(lost),
            moment=lost[0].replace("T", " "),
        )
        yield warning("tag_without_note", message, "../notes.csv", advice=say(_TO_THE_SECOND))
    ids = set(notes["note_id"]) - {""}
    unknown = [key for key in tags if "T" not in key and key not in ids]
    if unknown:
        message = say_n(
            "{n} note id is no note's in any export, the first of them {id}.",
            "{n} note ids are no note's in any export, the first of them {id}.",
            len(unknown),
            id=unknown[0],
        )
        yield warning("tag_without_note", message, "../notes.csv", advice=say(_ID if ids else _NO_IDS))


def _records(sheet: Sheet) -> Records:
    header = find_header(sheet, (*KEYS, *TAGS))
    names = {column.name for column in TAGS}
    if header.places.keys() <= names or not names & header.places.keys():
        raise ExportError(
            f"{sheet.place} has no header that is known. Its columns are published_at or note id, and of pillar, traits, "
            "campaign and label those that you use."
        )
    rows = [(i + 1, row) for i, row in enumerate(sheet.rows) if i > header.row and not all(map(_cells.is_missing, row))]
    return Records(sheet, header, rows, Dropped())


def _keys(found: Records) -> tuple[list[str], list[str]]:
    return found.read("published_at", _published, ""), found.read("note", _note, "")


def _published(cell: Cell) -> str:
    return "" if _cells.is_missing(cell) else _cells.moment(cell).replace(tzinfo=None).isoformat()


def _note(cell: Cell) -> str:
    """An id, its own or out of a link; some write the publish time into this column."""
    text = _cells.text(cell)
    return _published(cell) if _A_DATE.match(text) else _links.note(text)


def _tags(found: Records) -> list[dict[str, str]]:
    columns = {column.name: found.read(column.name, _cells.text, "") for column in TAGS}
    return [{name: values[i] for name, values in columns.items() if values[i]} for i in range(len(found.rows))]


def _contradictions(sheet: Sheet, entries: Sequence[tuple[int, str, dict[str, str]]]) -> list[str]:
    first: dict[str, tuple[int, dict[str, str]]] = {}
    problems = []
    for number, key, tag in entries:
        before, known = first.setdefault(key, (number, tag))
        if known != tag:
            rows = f"{sheet.place}, rows {before} and {number}"
            problems.append(f"{rows}: the same note ({key}) is tagged differently. Keep one of the rows.")
    return problems
