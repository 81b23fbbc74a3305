"""Which reader reads a sheet: the kind that lacks nothing; what to say if there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from fnmatch import fnmatchcase
from functools import partial
from types import ModuleType

from report_gen.config import ExportMapping
from report_gen.errors import ExportError
from report_gen.parts import parts
from report_gen.readers._records import Column, find_header
from report_gen.readers._sheets import Sheet, label

ALIKE = 0.75  # of two names of columns, from which on one may be meant for the other


def kinds() -> tuple[ModuleType, ...]:
    """All kinds of exports, in alphabetical order."""
    return tuple(parts("readers").values())


def recognise(sheet: Sheet) -> ModuleType | None:
    """The kind of the sheet, by its content alone; None if it is none."""
    fitting = [kind for kind in kinds() if not kind.missing(sheet) and not _objection(kind, sheet)]
    if len(fitting) > 1:
        labels = " and ".join(kind.LABEL for kind in fitting)
        raise ExportError(
            f"{sheet.place} has the columns of several kinds: {labels}. Say which it is under exports: in client.yml."
        )
    return fitting[0] if fitting else None


def unrecognised(file: str, sheets: Sequence[Sheet]) -> ExportError:
    """The error for a file of which no sheet is recognised; it names the nearest kind and what that lacks."""
    _, sheet, kind = min(
        ((_distance(kind, sheet), sheet, kind) for sheet in sheets for kind in kinds()),
        key=lambda candidate: candidate[0],
        default=((1.0, 0, 0), None, None),
    )
    if sheet is None or kind is None:
        return ExportError(f"{file} has no data. Download it again, or remove it.")
    if len(kind.missing(sheet)) == _size(kind):
        known = "; ".join(kind.LABEL for kind in kinds())
        return ExportError(
            f"{file} is not an export that is known: no column of any kind was found in its first rows. Known are: {known}. "
            "Keep it out of exports/, or map its columns under exports: in client.yml."
        )
    return ExportError(f"{sheet.place} is not an export that is known. {_nearest(kind, sheet)}")


def _nearest(kind: ModuleType, sheet: Sheet) -> str:
    """What the sheet is nearest to, why it is not that, and what to do."""
    near, lacking = f"It is nearest to the {kind.LABEL}", kind.missing(sheet)
    objection = _objection(kind, sheet)
    if objection:
        lack = f", but lacks: {', '.join(lacking)}." if lacking else "."
        return f"{near}{lack} {objection} Keep it out of exports/."
    guesses = _guesses(kind, sheet, lacking)
    told = ", ".join(f"{name} (is it “{guesses[name]}”?)" if name in guesses else name for name in lacking)
    advice = "Export it with these columns, or map its columns under exports: in client.yml."
    if guesses:
        names = {column.labels[0]: column.name for column in kind.COLUMNS}
        pairs = ", ".join(f'{names[name]}: "{theirs}"' for name, theirs in guesses.items())
        advice = f"Rename the columns, or map them all under exports: in client.yml, with {pairs} among them."
    return f"{near}, but lacks: {told}. {advice}"


def _guesses(kind: ModuleType, sheet: Sheet, lacking: Sequence[str]) -> dict[str, str]:
    """Columns that are there under a name of their own and may be what is lacking: by the lacking column's usual name."""
    header = find_header(sheet, kind.COLUMNS)
    taken = set(header.places.values())
    free = {label(cell): cell for i, cell in enumerate(sheet.rows[header.row]) if i not in taken and label(cell)}
    found = {}
    for column in kind.COLUMNS:
        alike = max(free, key=partial(_likeness, column), default="") if column.labels[0] in lacking else ""
        if alike and _likeness(column, alike) >= ALIKE:
            found[column.labels[0]] = str(free.pop(alike)).strip()
    return found


def _likeness(column: Column, theirs: str) -> float:
    """How near a column's name comes to those that are known, from 0 to 1: the same letters, or one within the other."""
    return max(SequenceMatcher(None, known, theirs).ratio() + ALIKE * _within(known, theirs) for known in column.known)


def _within(one: str, other: str) -> bool:
    """Whether the shorter name is a part of the longer: a word of four letters, or two Chinese characters."""
    short, long = sorted((one, other), key=len)
    return short in long and len(short) >= (4 if short.isascii() else 2)


def mapping_for(file: str, mappings: Sequence[ExportMapping]) -> ExportMapping | None:
    """The first column mapping of client.yml whose pattern fits the file's name or path."""
    names = (file, file.rsplit("/", 1)[-1])
    return next((m for m in mappings if any(fnmatchcase(name, m.files) for name in names)), None)


def mapped(sheets: Sequence[Sheet], mapping: ExportMapping) -> tuple[list[tuple[ModuleType, Sheet]], list[Sheet]]:
    """The sheets that have the mapped columns, with those under their kind's own names and no others, and the sheets that have
    not. Raises ExportError where none has, or the mapping can't be meant."""
    kind = next(kind for kind in kinds() if mapping.kind == kind.KIND)
    usual = {column.name: column.labels[0] for column in kind.COLUMNS}
    unknown = [name for name in mapping.columns if name not in usual]
    if unknown:
        raise ExportError(
            f"client.yml maps columns for {mapping.files} to {', '.join(unknown)}, which a {kind.LABEL} does not have. "
            f"It has: {', '.join(usual)}. Correct the mapping under exports: in client.yml."
        )
    names = {label(theirs): usual[name] for name, theirs in mapping.columns.items()}
    renamed = [(sheet, _renamed(sheet, names)) for sheet in sheets]
    known = [(kind, found) for _, found in renamed if found]
    if not known:
        raise ExportError(
            f"{sheets[0].place}: client.yml maps columns for {mapping.files}, but no row has all of them: "
            f"{', '.join(mapping.columns.values())}. Correct the mapping under exports: in client.yml."
        )
    for _, found in known:
        _check_complete(kind, found, mapping)
    return known, [sheet for sheet, found in renamed if not found]


def _check_complete(kind: ModuleType, sheet: Sheet, mapping: ExportMapping) -> None:
    """Raises where the mapping leaves out what the kind needs."""
    names = {column.labels[0]: column.name for column in kind.COLUMNS}
    lacking = kind.missing(sheet)
    columns = [names[name] for name in lacking if name in names]
    if columns:
        raise ExportError(
            f"{sheet.place}: the mapping for {mapping.files} in client.yml does not say which columns are: {', '.join(columns)}."
        )
    if lacking:
        raise ExportError(
            f"{sheet.place}: client.yml maps {mapping.files} to the {kind.LABEL}, which also needs {', '.join(lacking)}."
        )


def _renamed(sheet: Sheet, names: Mapping[str, str]) -> Sheet | None:
    """The sheet with the first row that has all these columns renamed, its others blank; None if there is no such row."""
    for row, labels in enumerate(sheet.labels):
        if names.keys() <= set(labels):
            header = [names.get(name, "") for name in labels]
            rows = [*sheet.rows[:row], header, *sheet.rows[row + 1 :]]
            return Sheet(sheet.file, sheet.name, rows, sheet.delimited, sheet.rows[row])
    return None


def _objection(kind: ModuleType, sheet: Sheet) -> str:
    """Why a sheet is not of the kind whatever its columns, where the kind knows of such; else empty."""
    return str(kind.objection(sheet)) if hasattr(kind, "objection") else ""


def _distance(kind: ModuleType, sheet: Sheet) -> tuple[float, int, int]:
    """How far the sheet is from the kind: the share of what it lacks, then how few of its columns are the kind's."""
    lacking = len(kind.missing(sheet))
    return lacking / _size(kind), -len(find_header(sheet, kind.COLUMNS).places), lacking


def _size(kind: ModuleType) -> int:
    """How much a kind asks for: all that an empty sheet lacks."""
    return len(kind.missing(Sheet("", "", ())))
