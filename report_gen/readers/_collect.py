"""All of a client's files → `Tables`. Every file is read before anything is reported, so that one look mends all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pandas as pd

from report_gen import tables
from report_gen.config import ClientConfig
from report_gen.errors import ExportError
from report_gen.readers import _capture, _captures, _identity, _kinds, _overlaps, _tags
from report_gen.readers._files import File, names, open_file
from report_gen.readers._reading import INNER, Columns, Context, Reading, info, warning
from report_gen.readers._records import is_blank
from report_gen.readers._sheets import Book, Sheet
from report_gen.tables import Quality, Source, Tables
from report_gen.wording import say, say_n
from report_gen.workspace import Client


@dataclass(frozen=True)
class Part:
    """What one reader got out of one sheet of one file."""

    file: File
    kind: str
    sheet: str
    context: Context
    reading: Reading


def read_exports(client: Client, config: ClientConfig) -> Tables:
    """The client's exports and the analyst's tags; tables without rows where there is nothing to read.

    Raises one `ExportError` with every problem of every file.
    """
    problems: list[str] = []
    files, quality = _without_twins(_open_all(client, problems), config, problems)
    parts: list[Part] = []
    for file in files:
        with _gathered(problems):
            read, remarks = _read(file, config)
            parts += read
            quality += remarks
    tags: dict[str, dict[str, str]] = {}
    with _gathered(problems):
        tags = _tags.read(client)
    problems += (problem for part in parts for problem in part.reading.problems)
    if problems:
        raise ExportError(*dict.fromkeys(problems))
    return _assemble(parts, quality, config, tags)


def read_file(file: File, config: ClientConfig) -> list[Part]:
    """What one file holds, as it would be read under its name; raises one `ExportError` with all its problems."""
    parts, _ = _read(file, config)
    problems = [problem for part in parts for problem in part.reading.problems]
    if problems:
        raise ExportError(*problems)
    return parts


@contextmanager
def _gathered(problems: list[str]) -> Iterator[None]:
    """What goes wrong inside is kept for later, and the work goes on."""
    try:
        yield
    except ExportError as error:
        problems += error.problems


def _open_all(client: Client, problems: list[str]) -> list[File]:
    files = []
    for name in names(client.exports):
        with _gathered(problems):
            files.append(open_file(client.exports, name, client.folder))
    return files


def _without_twins(
    files: Sequence[File], config: ClientConfig, problems: list[str]
) -> tuple[list[File], list[Quality]]:
    """Each content once: browsers save a second download as “… (1).xlsx”."""
    first: dict[str, File] = {}
    quality = []
    for file in sorted(files, key=_originality):
        known = first.setdefault(file.sha256, file)
        if known is file:
            continue
        if config.accounts and _folder(known.name) != _folder(file.name):
            problems.append(
                f"{file.name} is the same file as {known.name}, in another account's folder. Remove the wrong one."
            )
        message = say("{file} is the same file as {other}; it was read once.", file=file.name, other=known.name)
        quality.append(info("duplicate_file", message, known.name, advice=say("Remove one of the two.")))
    return sorted(first.values(), key=lambda file: file.name), quality


def _originality(file: File) -> tuple[bool, str, int, str]:
    """Sorts the original before its copies: a name that says a date first, and in a folder the shortest."""
    folder, _, name = file.name.rpartition("/")
    return _capture.named_day(file.name) is None, folder, len(name), name


def _read(file: File, config: ClientConfig) -> tuple[list[Part], list[Quality]]:
    account = _account(file.name, config)
    book = file.book()
    context = Context(file.name, account, config.zone, _capture.captured_at(book.created, file.name, config.zone))
    known, others = _recognised(file.name, book, config)
    parts = [Part(file, kind.KIND, sheet.name, context, kind.read(sheet, context)) for kind, sheet in known]
    return parts, [
        *_ignored(file.name, book, others),
        *_empty(file.name, parts),
        *(q for part in parts for q in _remarks(part)),
    ]


def _account(name: str, config: ClientConfig) -> str:
    """The account that a file belongs to: its first folder, where the client has several; else none, which is empty."""
    if not config.accounts:
        return ""
    account = _folder(name)
    if account not in config.accounts:
        folders = ", ".join(f"exports/{account}/" for account in config.accounts)
        raise ExportError(f"{name} belongs to no account. Put it into one of the accounts' folders: {folders}.")
    return account


def _folder(name: str) -> str:
    """The first folder of a path; "" for a file that is in none."""
    return name.partition("/")[0] if "/" in name else ""


def _recognised(name: str, book: Book, config: ClientConfig) -> tuple[list[tuple[ModuleType, Sheet]], list[Sheet]]:
    """The sheets with their kinds, and those of no kind. A file without a known sheet is an error."""
    sheets = [sheet for sheet in book.sheets if not all(map(is_blank, sheet.rows))]
    mapping = _kinds.mapping_for(name, config.exports)
    if mapping and sheets:
        return _kinds.mapped(sheets, mapping)
    found = [(_kinds.recognise(sheet), sheet) for sheet in sheets]
    known = [(kind, sheet) for kind, sheet in found if kind]
    if not known:
        raise _kinds.unrecognised(name, sheets)
    return known, [sheet for kind, sheet in found if not kind]


def _ignored(name: str, book: Book, others: Sequence[Sheet]) -> Iterator[Quality]:
    for sheet in others:
        message = say("The sheet {sheet} is of no kind that is known and was not read.", sheet=sheet.name)
        advice = say(
            "If it holds numbers of the report, save it as a file of its own and see what is said of that; else delete it."
        )
        yield warning("sheet_ignored", message, name, advice=advice)
    for hidden in book.hidden:
        message = say("The sheet {sheet} is hidden and was not read.", sheet=hidden)
        yield info("sheet_ignored", message, name, advice=say("If it should count, unhide it and save the file."))


def _empty(name: str, parts: Sequence[Part]) -> Iterator[Quality]:
    if not any(part.reading.rows or not part.reading.tables for part in parts):
        message = say("The file has a header and not a single row below it.")
        advice = say("Download it again; if there was nothing to export, remove the file.")
        yield warning("no_rows", message, name, advice=advice)


def _remarks(part: Part) -> Iterator[Quality]:
    yield from part.reading.quality
    dropped, name = part.reading.dropped, part.file.name
    if dropped.totals:
        rows = say_n("{n} row with totals left out.", "{n} rows with totals left out.", dropped.totals)
        yield info("rows_dropped", rows, name)
    if dropped.section:
        rows = say_n("{n} row of a second section left out.", "{n} rows of a second section left out.", dropped.section)
        yield info("rows_dropped", rows, name)


def _assemble(
    parts: Sequence[Part], quality: Sequence[Quality], config: ClientConfig, tags: dict[str, dict[str, str]]
) -> Tables:
    """One frame per table, with what only shows when all files are there: identities, the newest value of a day."""
    notes, uncertain = _identity.identify(_joined(parts, "note_snapshots"))
    lists = _captures.note_lists(notes)
    impossible = tuple(_captures.problems(lists))
    if impossible:
        raise ExportError(*impossible)
    days, disputes = _overlaps.newest(_joined(parts, "account_daily"))
    clicks, replacements = _overlaps.clicks(_clicks(parts))
    paid, filled_in = _overlaps.paid(_joined(parts, "paid_daily"))
    creators, corrections = _overlaps.collaborations(_joined(parts, "creator_snapshots"))
    found = [
        *quality,
        *_banners(parts),
        *uncertain,
        *_captures.remarks(lists),
        *_tags.strays(tags, notes),
        *disputes,
        *replacements,
        *filled_in,
        *corrections,
    ]
    return Tables(
        places={(part.file.name, part.sheet): dict(part.reading.places) for part in parts},
        note_snapshots=_frame(notes, "note_snapshots", config),
        account_daily=_frame(days, "account_daily", config),
        keyword_ranks=_frame(_joined(parts, "keyword_ranks"), "keyword_ranks", config),
        clicks=_frame(clicks, "clicks", config),
        paid_daily=_frame(paid, "paid_daily", config),
        creator_snapshots=_frame(creators, "creator_snapshots", config),
        note_tags=tags,
        sources=tuple(_sources(parts)),
        quality=tuple(sorted(found, key=lambda q: (q.file or "", q.code))),
    )


def _joined(parts: Iterable[Part], table: str) -> dict[str, list[Any]]:
    """The table's rows of all parts, with all its columns; None where a kind does not have one."""
    own = [(part, part.reading.tables[table]) for part in parts if table in part.reading.tables]
    columns = (*tables.COLUMNS[table], *INNER.get(table, ()))
    return {name: [value for part, rows in own for value in _column(part, rows, name)] for name in columns}


def _column(part: Part, rows: Columns, name: str) -> Sequence[Any]:
    """A column of a part's rows; readers leave out what is the same for the whole file."""
    whole = {"kind": part.kind, "exported": part.context.captured_at}
    return rows[name] if name in rows else [whole.get(name)] * len(rows["file"])


def _clicks(parts: Sequence[Part]) -> dict[str, list[Any]]:
    """`clicks`, where a kind that says no last day has rows of one day."""
    rows = _joined(parts, "clicks")
    return {**rows, "until": [until or day for until, day in zip(rows["until"], rows["date"], strict=True)]}


def _frame(rows: Columns, table: str, config: ClientConfig) -> pd.DataFrame:
    own = {name: rows[name] for name in tables.COLUMNS[table]}
    return tables.gather([pd.DataFrame(own)], table, config.timezone)


def _banners(parts: Sequence[Part]) -> Iterator[Quality]:
    """One remark for all files: most exports lead with a banner, and a line for each would bury what matters."""
    banners = [part.reading.dropped.banner for part in parts if part.reading.dropped.banner]
    if banners:
        sheets = say_n("the table of {n} sheet", "the tables of {n} sheets", len(banners))
        message = say_n(
            "{n} row above {sheets} left out: banners and preambles.",
            "{n} rows above {sheets} left out: banners and preambles.",
            sum(banners),
            sheets=sheets,
        )
        yield info("rows_dropped", message)


def _sources(parts: Sequence[Part]) -> Iterator[Source]:
    """A line per file and kind: a workbook's sheets are one."""
    groups: dict[tuple[str, str], list[Part]] = {}
    for part in parts:
        groups.setdefault((part.file.name, part.kind), []).append(part)
    for (name, kind), own in groups.items():
        captured = captured_at(own)
        yield Source(
            file=name,
            kind=kind,
            sha256=own[0].file.sha256,
            rows=sum(part.reading.rows for part in own),
            captured_at=captured.isoformat() if captured else None,
        )


def captured_at(parts: Iterable[Part]) -> dt.datetime | None:
    """When a file's numbers were captured, by its rows the latest; None for kinds that hold as of no moment."""
    moments = []
    for part in parts:
        dated = [rows for table, rows in part.reading.tables.items() if "captured_at" in tables.COLUMNS[table]]
        rows = [moment for columns in dated for moment in columns["captured_at"]]
        moments += rows or ([part.context.captured_at] if dated and part.context.captured_at else [])
    return max(moments, default=None)
