"""Note lists captured late, early, twice, in mid-month, stored twice, or not at all; first and partial months."""

from __future__ import annotations

import datetime as dt

import pytest

from report_gen.simulate import Quirks, Schedule
from tests.truth.cases import Case, Line, agree, told

AFTERNOON, NIGHT = dt.time(15, 40), dt.time(23, 50, 7)
CASES = {
    "two days late": Case(31, quirks=Quirks(deleted=1), schedule=Schedule((3,), opening=True)),
    "two days early": Case(32, "client-y", schedule=Schedule((-1,))),
    "late, then early": Case(33, schedule=Schedule(exceptions={"2026-08": (3,), "2026-09": (0,)})),
    "before and after the edge": Case(34, "client-y", schedule=Schedule((0, 2))),
    "three times a day": Case(35, months=2, schedule=Schedule(hours=(dt.time(2, 9, 20), AFTERNOON, NIGHT))),
    "every file twice": Case(36, "client-y", 2, schedule=Schedule(duplicates=True)),
    "also in mid-month": Case(37, quirks=Quirks(deleted=2), schedule=Schedule(mid_month_lists=True)),
    "a month forgotten": Case(38, "client-y", 4, schedule=Schedule(exceptions={"2026-08": ()})),
    "a wider window": Case(
        39, "client-y", schedule=Schedule((6,)), settings={"capture_window_days": 7}
    ),
    "a list before the first month": Case(40, schedule=Schedule(opening=True)),
    "a partial month": Case(
        41, schedule=Schedule(mid_month_lists=True, exceptions={"2026-10": ()}), partial=dt.date(2026, 10, 16)
    ),
}  # fmt: skip
LINES = {
    "two days late": [Line("2026-08", "late_closing"), Line("2026-09", "late_opening"), Line("2026-10", "late_closing")],
    "two days early": [Line("2026-08", "early_closing"), Line("2026-09", "early_opening")],
    "late, then early": [
        Line("2026-08", "late_closing"), Line("2026-09", "late_opening"), Line("2026-09", "early_closing"),
        Line("2026-10", "early_opening"),
    ],
    "three times a day": [Line("2026-10", "capture_repeated")],
    "a list before the first month": [Line("2026-07", "first_month")],
    "a partial month": [Line("2026-10", "partial_month"), Line("2026-08", "first_month")],
}  # fmt: skip
MONTHS = {
    "a month forgotten": ["2026-07", "2026-10"],
    "a list before the first month": ["2026-07", "2026-08", "2026-09", "2026-10"],
    "a wider window": ["2026-08", "2026-09", "2026-10"],
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_number_is_what_truly_happened(case: Case) -> None:
    agree(case)


@pytest.mark.parametrize(("name", "line"), [(name, line) for name, lines in LINES.items() for line in lines])
def test_each_capture_off_the_edge_has_its_line(name: str, line: Line) -> None:
    assert line in told(CASES[name]).lines


@pytest.mark.parametrize("name", MONTHS)
def test_months_without_a_reading_are_left_out(name: str) -> None:
    assert [report["month"] for report in told(CASES[name]).reports] == MONTHS[name]
