"""Downloads → a client's exports: every file is recognised first, then all are filed under the days that they are of, or none.

exports/[account/]2026-11-01/…   what holds as of a moment, by the day on which it was captured
exports/[account/]2026-10/…      what holds for days, by the month of the last one
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path, PurePosixPath

from report_gen import config, readers
from report_gen.config import ClientConfig
from report_gen.errors import ExportError, UndatedError
from report_gen.files import write_atomically
from report_gen.parts import parts
from report_gen.readers import File, Part
from report_gen.workspace import Client


@dataclass(frozen=True)
class Said:
    """What whoever imports says of the files: the day of the export where nothing else tells, and whose they are."""

    captured: dt.date | None = None
    account: str | None = None


@dataclass(frozen=True)
class Filed:
    """What becomes of one file. `file` has its place below exports/ as its name; `known`: its content is there already."""

    path: Path
    file: File
    labels: tuple[str, ...]
    rows: int
    first: dt.date
    last: dt.date
    captured: bool
    known: bool = False

    @property
    def when(self) -> str:
        """The day on which it was captured, or the days that it covers."""
        if self.captured:
            return f"captured {self.last}"
        return f"covers {self.first} to {self.last}" if self.first < self.last else f"covers {self.last}"


def take_in(client: Client, paths: Sequence[Path], said: Said) -> tuple[Filed, ...]:
    """Copies the files to where they belong below the client's exports; content that is there already is not copied again.

    Raises one `ExportError` with every problem of every file, and then has copied nothing."""
    settings = config.load(client)
    account = _account(settings, said.account)
    problems: list[str] = []
    examined: list[Filed] = []
    for path in dict.fromkeys(paths):
        try:
            examined.append(_examined(path, settings, Said(said.captured, account)))
        except ExportError as error:
            problems += error.problems
    there = _there(client)
    problems += (problem for one in examined for problem in _elsewhere(one, there, account))
    if problems:
        raise ExportError(*dict.fromkeys(problems))
    placed = tuple(_placed(examined, there, client))
    _write(client, [one.file for one in placed if not one.known])
    return placed


# -- whose


def _account(settings: ClientConfig, account: str | None) -> str:
    """The account's folder; "" where the client has no accounts."""
    known = ", ".join(settings.accounts)
    if account is None and settings.accounts:
        raise ExportError(f"Whose files are these? Say it with --account; the accounts of client.yml are {known}.")
    if account is not None and account not in settings.accounts:
        there = (
            f"the accounts of client.yml are {known}" if known else "client.yml names no accounts: leave --account out"
        )
        raise ExportError(f"There is no account “{account}”; {there}.")
    return account or ""


def _elsewhere(one: Filed, there: Mapping[str, str], account: str) -> Iterator[str]:
    known = there.get(one.file.sha256)
    if known and account and PurePosixPath(known).parts[0] != account:
        yield f"{one.path} is in exports/{known} already, which is another account's folder. Look whose it is."


# -- looking


def _examined(path: Path, settings: ClientConfig, said: Said) -> Filed:
    """The file with its place, which is where it is read with the days that it has. Raises ExportError."""
    file = _opened(path)
    draft = _draft(path, file, settings, said)
    if draft.captured and said.captured not in (None, draft.last):
        raise ExportError(
            f"{path} was captured on {draft.last}, as the file or its name says, and not on {said.captured}. Leave --captured "
            "out, or correct the name."
        )
    folder = str(draft.last) if draft.captured else f"{draft.last:%Y-%m}"
    final = _read(_in(file, said.account, folder), path, settings)
    if (final.first, final.last) != (draft.first, draft.last):
        raise ExportError(
            f"{path} {draft.when}, but in exports/{final.file.name} it would be read as one that {final.when}. Take the date out "
            "of its name."
        )
    return final


def _draft(path: Path, file: File, settings: ClientConfig, said: Said) -> Filed:
    """The file as it says itself when it is of; only where it doesn't, as of the day that was said."""
    try:
        return _read(_in(file, said.account), path, settings)
    except UndatedError as error:
        if said.captured is None:
            raise ExportError(
                f"{path}: when was it exported? Neither the file nor its name says so. Say it with --captured, as in "
                "--captured 2026-11-01."
            ) from error
    return _read(_in(file, said.account, str(said.captured)), path, settings)


def _in(file: File, *folders: str | None) -> File:
    """The file as it would lie in these folders; those without a name are none."""
    return replace(file, name="/".join((*filter(None, folders), PurePosixPath(file.name).name)))


def _opened(path: Path) -> File:
    if path.is_symlink():
        raise ExportError(f"{path} is a link. Name the file itself.")
    if path.is_dir():
        raise ExportError(f"{path} is a folder. Name the files in it, as in {path}/*.xlsx.")
    if readers.is_ignored(path.name):
        raise ExportError(f"{path} is a hidden file or what an open spreadsheet leaves behind. Name the export itself.")
    with _called(path, path.name):
        return readers.open_file(path.parent, path.name, path.parent)


def _read(file: File, path: Path, settings: ClientConfig) -> Filed:
    with _called(path, file.name):
        found = readers.read_file(file, settings)
    captured, rows = readers.captured_at(found), sum(part.reading.rows for part in found)
    if not rows:
        raise ExportError(f"{path} has a header but no rows. Export it again, for days that have some.")
    days = [captured.date()] if captured else list(_days(found))
    kinds = dict.fromkeys(part.kind for part in found)
    labels = tuple(str(parts("readers")[kind].LABEL) for kind in kinds)
    return Filed(path, file, labels, rows, min(days), max(days), captured is not None)


@contextmanager
def _called(path: Path, name: str) -> Iterator[None]:
    """Messages from inside call the file as whoever imports it does."""
    try:
        yield
    except ExportError as error:
        raise type(error)(*(problem.replace(name, str(path), 1) for problem in error.problems)) from error


def _days(found: Iterable[Part]) -> Iterator[dt.date]:
    for part in found:
        for rows in part.reading.tables.values():
            yield from (day for name in ("date", "until") for day in rows.get(name, ()))


# -- filing


def _there(client: Client) -> dict[str, str]:
    """What the client has already: content → its path below exports/. What can't be read is `check`'s to tell."""
    found = {}
    for name in readers.names(client.exports):
        with suppress(ExportError):
            found[readers.open_file(client.exports, name, client.folder).sha256] = name
    return found


def _placed(examined: Sequence[Filed], there: Mapping[str, str], client: Client) -> Iterator[Filed]:
    """Each file under a name that is free, as browsers name a second download: `… (1).xlsx`."""
    known, taken = dict(there), {name.casefold() for name in readers.names(client.exports)}
    for one in examined:
        name = known.get(one.file.sha256)
        is_known = name is not None
        if name is None:
            name = next(name for name in _names(one.file.name) if name.casefold() not in taken)
        known[one.file.sha256] = name
        taken.add(name.casefold())
        yield replace(one, file=replace(one.file, name=name), known=is_known)


def _names(name: str) -> Iterator[str]:
    path = PurePosixPath(name)
    yield name
    yield from (str(path.with_name(f"{path.stem} ({n}){path.suffix}")) for n in count(1))


def _write(client: Client, files: Sequence[File]) -> None:
    """All files, or none where the disk refuses one."""
    written: list[Path] = []
    try:
        for file in files:
            path = client.exports / file.name
            write_atomically(path, file.data)
            written.append(path)
    except BaseException as error:
        for path in written:
            path.unlink(missing_ok=True)
        if isinstance(error, FileExistsError):
            raise ExportError(f"{error.filename} is a file, and a folder of that name is needed. Rename it.") from error
        raise
