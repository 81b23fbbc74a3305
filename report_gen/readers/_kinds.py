"""Which reader reads a sheet: the kind that lacks nothing; what to say if there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from types import ModuleType

from report_gen.config import ExportMapping
from report_gen.errors import ExportError
from report_gen.parts import parts
from report_gen.readers._sheets import Sheet, label


def kinds() -> tuple[ModuleType, ...]:
    """All kinds of exports, in alphabetical order."""
    return tuple(parts("readers").values())


def recognise(sheet: Sheet) -> ModuleType | None:
    """The kind of the sheet, by its content alone; None if it is none."""
    fitting = [kind for kind in kinds() if not kind.missing(sheet)]
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
        default=((1.0, 0), None, None),
    )
    if sheet is None or kind is None:
        return ExportError(f"{file} has no data. Download it again, or remove it.")
    lacking = kind.missing(sheet)
    if len(lacking) == _size(kind):
        known = "; ".join(kind.LABEL for kind in kinds())
        return ExportError(
            f"{file} is not an export that is known: no column of any kind was found in its first rows. Known are: {known}. "
            "Move it out of exports/, or map its columns under exports: in client.yml."
        )
    return ExportError(
        f"{sheet.place} is not an export that is known. It is nearest to the {kind.LABEL}, but lacks: {', '.join(lacking)}. "
        "Export it with these columns, or map its columns under exports: in client.yml."
    )


def mapping_for(file: str, mappings: Sequence[ExportMapping]) -> ExportMapping | None:
    """The first column mapping of client.yml whose pattern fits the file's name or path."""
    names = (file, file.rsplit("/", 1)[-1])
    return next((m for m in mappings if any(fnmatchcase(name, m.files) for name in names)), None)


def mapped(sheet: Sheet, mapping: ExportMapping) -> tuple[ModuleType, Sheet]:
    """The kind that the mapping names, and the sheet with the mapped columns under that kind's own names, and no others."""
    kind = next(kind for kind in kinds() if mapping.kind == kind.KIND)
    usual = {column.name: column.labels[0] for column in kind.COLUMNS}
    unknown = [name for name in mapping.columns if name not in usual]
    if unknown:
        raise ExportError(
            f"client.yml maps columns for {mapping.files} to {', '.join(unknown)}, which a {kind.LABEL} does not have. "
            f"It has: {', '.join(usual)}. Correct the mapping under exports: in client.yml."
        )
    found = _renamed(sheet, {label(theirs): usual[name] for name, theirs in mapping.columns.items()})
    if found is None:
        raise ExportError(
            f"{sheet.place}: client.yml maps columns for {mapping.files}, but no row has all of them: "
            f"{', '.join(mapping.columns.values())}. Correct the mapping under exports: in client.yml."
        )
    lacking = kind.missing(found)
    if lacking:
        raise ExportError(
            f"{sheet.place}: the mapping for {mapping.files} in client.yml does not say which columns are: {', '.join(lacking)}."
        )
    return kind, found


def _renamed(sheet: Sheet, names: Mapping[str, str]) -> Sheet | None:
    """The sheet with the first row that has all these columns renamed, its others blank; None if there is no such row."""
    for row, labels in enumerate(sheet.labels):
        if names.keys() <= set(labels):
            header = [names.get(name, "") for name in labels]
            rows = [*sheet.rows[:row], header, *sheet.rows[row + 1 :]]
            return Sheet(sheet.file, sheet.name, rows, sheet.delimited)
    return None


def _distance(kind: ModuleType, sheet: Sheet) -> tuple[float, int]:
    lacking = len(kind.missing(sheet))
    return lacking / _size(kind), lacking


def _size(kind: ModuleType) -> int:
    """How much a kind asks for: all that an empty sheet lacks."""
    return len(kind.missing(Sheet("", "", ())))
