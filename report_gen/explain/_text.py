"""A trace in words, for people: indented, at most 100 columns wide, cells that stand together named together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from report_gen.explain._month import runs
from report_gen.explain._trace import Cell, Trace, Value, added, agree
from report_gen.wording import Wording

WIDTH, STEP = 100, "  "
FEW = 6  # terms, or cells, that are shown one by one
RATES = ("rate", "share", "change", "interval", "saves_per", "impressions_apart", "mean")
MINUS = "\u2212"
MONTH = re.compile(r"20\d\d-\d\d")


def as_text(trace: Trace, every: bool = False) -> str:
    """`every`: all cells and all terms, however many."""
    return "\n".join(_told(trace, "", every, trace.name))


def shown(name: str, value: Value) -> str:
    """The value in full, and a rate as per cent beside it."""
    if isinstance(value, tuple | list):
        bounds = [shown(name, bound) for bound in value]
        return " to ".join(bounds) if len(bounds) == 2 else ", ".join(bounds) or "nothing"
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}".replace("-", MINUS)
    if isinstance(value, float):
        per_cent = f" ({value * 100:.2f}%)" if any(word in name for word in RATES) else ""
        return f"{value:.12g}{per_cent}".replace("-", MINUS)
    return _clean(value)


def _told(trace: Trace, indent: str, every: bool, kind: str) -> Iterator[str]:
    """`kind` is the name that says whether it is a rate: a month's number is what its whole is."""
    inner = indent + STEP
    yield from _wrapped(f"{trace.name} = {shown(kind, trace.value)}", indent)
    if trace.formula:
        yield from _wrapped(trace.formula, inner)
    yield from _cells(trace.cells, inner, every, agree(added(trace.cells), trace.value))
    if len(trace.terms) > FEW and not every:
        yield from _in_short(trace.terms, inner)
    else:
        for term in trace.terms:
            yield from _told(term, inner, every, kind if MONTH.fullmatch(term.name) else term.name)
    for line in trace.left_out:
        yield from _wrapped(line(Wording()), inner)


def _in_short(terms: Sequence[Trace], indent: str) -> Iterator[str]:
    """Of many terms the first, the last and how many there are; then the cells of all, together."""
    for term in terms[: FEW - 2]:
        yield from _wrapped(_line(term), indent)
    yield f"{indent}… {len(terms) - FEW + 1} more …"
    yield from _wrapped(_line(terms[-1]), indent)
    cells = dict.fromkeys(cell for term in terms for cell in term.all_cells())
    yield from _cells(tuple(cells), indent, every=False, are_added=False)


def _line(term: Trace) -> str:
    told = f"{term.name} = {shown(term.name, term.value)}"
    return f"{told}  {term.formula}" if term.formula and not term.cells else told


# -- cells


def _cells(cells: Sequence[Cell], indent: str, every: bool, are_added: bool) -> Iterator[str]:
    """The cells of one column of one sheet as one group, in the order of their rows."""
    signed = any(cell.sign < 0 for cell in cells)
    groups: dict[tuple[object, ...], list[Cell]] = {}
    for cell in cells:
        groups.setdefault((cell.sign, cell.file, cell.sheet, cell.column, cell.captured_on), []).append(cell)
    for own in sorted(groups.values(), key=lambda group: (-group[0].sign, group[0].file)):
        sign = (MINUS if own[0].sign < 0 else "+") if signed else "from"
        yield from _wrapped(f"{sign} {place(own[0])}", indent)
        yield from _rows(own, indent + STEP, every, are_added)


def place(cell: Cell) -> str:
    """exports/2026-10/近30日互动数据.xlsx, sheet 收藏趋势, column B (数值), captured on 2026-10-31"""
    parts = [cell.file, f"sheet {cell.sheet}" if cell.sheet else "", f"column {cell.column}" if cell.column else ""]
    parts.append(f"captured on {cell.captured_on}" if cell.captured_on else "")
    return ", ".join(_clean(part) for part in parts if part)


def _rows(cells: Sequence[Cell], indent: str, every: bool, are_added: bool) -> Iterator[str]:
    """`are_added`: the number is the sum of its cells, so the sum of these is shown as well."""
    ordered = sorted(cells, key=lambda cell: cell.row)
    total = f" = {_sum(ordered)}" if are_added and len(ordered) > 1 else ""
    if every or len(ordered) <= FEW // 2:
        for cell in ordered:
            yield from _wrapped(f"row {cell.row}: {shown('', cell.value)}  {_clean(cell.of)}".rstrip(), indent)
        if total:
            yield f"{indent}together {total.removeprefix(' = ')}"
        return
    told = [shown("", cell.value) for cell in ordered]
    if len(told) > FEW:
        told = [*told[: FEW - 2], "…", told[-1]]
    listed = (" + " if are_added else ", ").join(told)
    yield from _wrapped(f"rows {runs(cell.row for cell in ordered)} ({len(ordered)} cells): {listed}{total}", indent)


def _sum(cells: Sequence[Cell]) -> str:
    """The sum of a group, without its sign."""
    return shown("", added(replace(cell, sign=1) for cell in cells))


# -- lines


def _wrapped(text: str, indent: str) -> Iterator[str]:
    """In lines that are at most WIDTH columns wide on a terminal, where a Chinese letter takes two; further lines hang in."""
    line, hang = indent, indent
    for word in _clean(text).split(" "):
        if line.strip() and _width(line) + 1 + _width(word) > WIDTH:
            yield line.rstrip()
            line = hang = indent + STEP
        line += word if line == hang else f" {word}"
    yield line.rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _clean(text: str) -> str:
    """On one line, without letters that a terminal would obey."""
    return "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text)
