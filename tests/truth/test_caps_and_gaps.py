"""Lists that don't hold every note: cut off at 1,000, deleted, hidden, with blank cells."""

from __future__ import annotations

import pytest

from report_gen.simulate import Layout, Quirks, Schedule
from tests.truth.cases import Case, Line, agree, told
from tests.truth.readings import World, month

CROWDED = {"notes_per_month": 290, "months": 2, "backlog": 2, "specials": (), "keywords": ()}
CASES = {
    "over 1,000 notes": Case(61, plan=CROWDED),
    "over 1,000 notes, listed from both ends": Case(62, plan=CROWDED, schedule=Schedule(both_ends=True)),
    "deleted": Case(63, months=4, quirks=Quirks(deleted=4)),
    "hidden and back": Case(64, quirks=Quirks(hidden=3)),
    "hidden and back, seen in mid-month": Case(65, quirks=Quirks(hidden=3), schedule=Schedule(mid_month_lists=True)),
    "blank cells": Case(66, "client-y", layout=Layout(blanks=4)),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_number_is_what_truly_happened(case: Case) -> None:
    agree(case)


def test_a_list_that_is_cut_off_is_told_of_by_name() -> None:
    both = told(CASES["over 1,000 notes"])
    assert Line("2026-10", "row_cap", "2026-10/笔记列表明细表.xlsx") in both.lines
    assert Line("2026-10", "note_below_cap") in both.lines


def test_notes_below_the_cap_are_not_called_deleted() -> None:
    assert Line("2026-10", "note_gone") not in told(CASES["over 1,000 notes"]).lines


def test_two_lists_from_both_ends_leave_no_note_out() -> None:
    both = told(CASES["over 1,000 notes, listed from both ends"])
    assert all("unknown_activity" not in note["flags"] for report in both.reports for note in report["notes"])
    assert len(both.reports[-1]["notes"]) > 1000


def test_a_vanished_note_is_told_of_where_it_was_last_seen() -> None:
    both = told(CASES["deleted"])
    places = [place for name in ("2026-08", "2026-09", "2026-10") for place in _gone(both.world, name)]
    assert len(places) == 4
    assert {Line(name, "note_gone", file, row) for name, file, row in places} <= both.lines


def test_a_note_that_comes_back_is_told_of() -> None:
    both = told(CASES["hidden and back"])
    assert Line("2026-09", "note_gone") in both.lines
    assert Line("2026-10", "note_returned") in both.lines


def test_blank_cells_are_told_of_with_file_and_row() -> None:
    both = told(CASES["blank cells"])
    assert any(line.code == "counter_missing" and line.file and line.row for line in both.lines)


def _gone(world: World, name: str) -> list[tuple[str, str, int]]:
    now = month(world, name)
    assert now is not None
    (lists,) = world.lists.values()
    (opening,), (closing,) = now.openings.values(), now.closings.values()
    assert opening is not None
    seen = [lists[opening][n.note] for n in now.notes if n.note in lists[opening] and n.note not in lists[closing]]
    return [(name, own.file, own.row) for own in seen]
