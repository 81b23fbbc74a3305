"""The cells that an explanation names are opened in the workbooks, and what stands there makes the number."""

from __future__ import annotations

import csv
import math
import re
from functools import cache
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from report_gen.explain import Cell, Trace, explain, find, indexed
from tests.explain.accounts import client, demo

SUMS = {
    "daily trends": ("client-x", "saves", None),
    "daily trends of another metric": ("client-x", "shares", None),
    "a day": ("client-x", "days.2026-10-05.saves", None),
    "a pillar": ("client-x", "pillars.Kopi guides.saves", None),
    "a format": ("client-y", "formats.video.views", None),
    "a note": ("client-x", "saves", "2026-09-30 09:19"),
    "a note since publication": ("client-x", "lifetime.saves", "2026-09-30 09:19"),
    "a destination": ("client-x", "destinations.menu", None),
    "the profile": ("client-x", "destinations.profile", None),
}
RATES = {
    "save rate": ("client-x", "save_rate", None),
    "saves per view": ("client-y", "saves_per_view", None),
    "a pillar's rate": ("client-x", "pillars.Gift sets.save_rate", None),
    "a note's rate": ("client-y", "save_rate", "2026-10"),
    "evergreen share": ("client-x", "evergreen_save_share", None),
}


def traced(slug: str, number: str, note: str | None) -> Trace:
    month = demo(slug).last
    if note == "2026-10":  # any note of the month will do
        note = next(n.key for n in month.told.notes if n.save_rate and n.published_at.startswith(note))
    return explain(month, find(indexed(month.told), number, note))


def opened(slug: str, cells: tuple[Cell, ...]) -> float:
    """The sum of what stands in the files at these places, each with its sign."""
    return math.fsum(cell.sign * number(slug, cell) for cell in cells)


def number(slug: str, cell: Cell) -> float:
    letters, label = re.fullmatch(r"([A-Z]+) \((.*)\)", cell.column).groups()  # type: ignore[union-attr]
    rows = sheet(client(slug).exports / cell.file, cell.sheet)
    place = ord(letters) - ord("A")
    assert label in [str(row[place]) for row in rows[:3]]  # the heading that the explanation names
    return float(str(rows[cell.row - 1][place]))


@cache
def sheet(path: Path, name: str) -> list[list[object]]:
    if path.suffix == ".csv":
        return [list(row) for row in csv.reader(path.read_text("utf-8-sig").splitlines())]
    workbook = CalamineWorkbook.from_path(path)
    return [list(row) for row in workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)]


@pytest.mark.parametrize("case", SUMS)
def test_the_cells_of_the_workbooks_add_up_to_the_number(case: str) -> None:
    slug, asked, note = SUMS[case]
    trace = traced(slug, asked, note)
    assert trace.cells
    assert opened(slug, trace.cells) == trace.value


@pytest.mark.parametrize("case", RATES)
def test_the_cells_of_a_rates_two_parts_divide_to_it(case: str) -> None:
    slug, asked, note = RATES[case]
    trace = traced(slug, asked, note)
    part, whole = (opened(slug, term.cells) for term in trace.terms)
    assert part / whole == pytest.approx(trace.value)


def test_a_keywords_visibility_follows_from_its_cells() -> None:
    trace = traced("client-x", "keywords.新加坡咖啡", None)
    days = [sorted(number("client-x", cell) for cell in day.cells) for day in trace.terms]
    middle = [(d[(len(d) - 1) // 2] + d[len(d) // 2]) / 2 for d in days]
    assert 100 * sum(1 / math.log2(1 + rank) for rank in middle) / len(middle) == pytest.approx(trace.value)


@pytest.mark.parametrize("slug", ["client-x", "client-y"])
def test_every_origin_of_the_method_page_is_a_place_in_a_file(slug: str) -> None:
    """The column is there under that name, and so are the rows."""
    for how in demo(slug).last.told.explanations.values():
        for origin in how.origins:
            rows = sheet(client(slug).exports / origin.file, origin.sheet)
            letter, label = re.fullmatch(r"([A-Z]+) \((.*)\)", origin.column).groups()  # type: ignore[union-attr]
            assert label in [str(row[ord(letter) - ord("A")]) for row in rows[:3]]
            assert max(map(int, re.findall(r"\d+", origin.rows))) <= len(rows)
