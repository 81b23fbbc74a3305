"""`Trace`: a number and what it was made of, down to the cells of the exports."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from report_gen.report import Number
from report_gen.wording import Say, Wording

Value = Number | str | tuple[float, ...] | tuple[str, ...] | None


class FaultError(Exception):
    """The Report and its explanation, computed apart, disagree: one of the two is wrong, so neither is shown."""


@dataclass(frozen=True)
class Cell:
    """A cell that went into a number: `value` as it was read, `sign` −1 where it is subtracted. `of` is what its row is
    about: a note, a day, a keyword. Rows count from 1."""

    file: str
    sheet: str
    row: int
    column: str
    value: Number | str | None
    of: str = ""
    captured_on: dt.date | None = None
    sign: int = 1


@dataclass(frozen=True)
class Trace:
    """`formula` says in words how `value` follows from the terms, which are numbers with traces of their own, or from the
    cells. A number that is None has a formula that says why. `name` is its path in report.json, or a short one as a term."""

    name: str
    value: Value
    formula: str
    terms: tuple[Trace, ...] = ()
    cells: tuple[Cell, ...] = ()
    left_out: tuple[Say, ...] = ()

    def called(self, name: str) -> Trace:
        return replace(self, name=name)

    @property
    def number(self) -> float:
        """The value of a term that is known to be a number."""
        assert isinstance(self.value, int | float)
        return self.value

    def all_cells(self) -> Iterator[Cell]:
        """Its own cells and those of all terms; one that several terms share comes several times."""
        yield from self.cells
        for term in self.terms:
            yield from term.all_cells()


def as_data(trace: Trace) -> dict[str, Any]:
    """The trace for programs, its sentences in English."""
    return {
        "name": trace.name,
        "value": trace.value,
        "formula": trace.formula,
        "terms": [as_data(term) for term in trace.terms],
        "cells": [asdict(cell) for cell in trace.cells],
        "left_out": [line(Wording()) for line in trace.left_out],
    }


def added(cells: Iterable[Cell]) -> Number | None:
    """The sum of the cells, each with its sign; None where there is none, or one of them holds no number."""
    numbers = [cell.sign * cell.value if isinstance(cell.value, int | float) else math.nan for cell in cells]
    total = math.fsum(numbers)
    return plain(total) if numbers and not math.isnan(total) else None


def plain(number: float | None) -> Number | None:
    """A whole number without its decimal point; None for what is not a number."""
    if number is None or math.isnan(number):
        return None
    return int(number) if math.isfinite(number) and float(number).is_integer() else float(number)


def unknown(name: str, why: str, *terms: Trace) -> Trace:
    """A number that there is none of."""
    return Trace(name, None, why, terms)


def agree(one: object, other: object) -> bool:
    """Whether two values are the same as far as report.json can tell: it holds 12 digits, of which the difference of two
    numbers that are nearly equal, such as a small change, loses some."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-11)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(agree, one, other))
    return one == other
