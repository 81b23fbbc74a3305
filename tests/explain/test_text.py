"""Explanations as people read them: the two small cases in golden/ stand for the form, the rest states its rules."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from report_gen.explain import Cell, Trace, as_text, explain, find, indexed
from tests.explain.accounts import demo, tiny

GOLDEN = Path(__file__).with_name("golden")


def told(number: str, note: str | None = None, every: bool = False) -> str:
    month = tiny().last
    return as_text(explain(month, find(indexed(month.told), number, note)), every)


@pytest.mark.parametrize(
    ("name", "number", "note"), [("saves", "saves", None), ("a-note", "saves", "2026-09-10 09:00:00")]
)
def test_small_cases_read_as_in_the_golden_files(name: str, number: str, note: str | None) -> None:
    assert told(number, note) + "\n" == (GOLDEN / f"{name}.txt").read_text("utf-8")


@pytest.mark.parametrize(
    "number", ["save_rate", "saves_per_view.interval", "keywords.新加坡咖啡", "search_visibility.usual"]
)
@pytest.mark.parametrize("every", [False, True])
def test_no_line_is_wider_than_100_columns(number: str, every: bool) -> None:
    """A Chinese letter is two columns wide. Names without a space in them may need more."""
    month = demo("client-x").last
    lines = as_text(explain(month, find(indexed(month.told), number)), every).splitlines()
    wide = [line for line in lines if sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) > 100]
    assert wide == []


def cells(count: int, sign: int = 1) -> tuple[Cell, ...]:
    return tuple(
        Cell("a.xlsx", "Sheet1", row, "I (收藏)", row, f"note {row}", sign=sign) for row in range(3, 3 + count)
    )


def test_many_cells_are_told_by_the_first_and_the_last() -> None:
    text = as_text(Trace("saves", sum(range(3, 23)), "", (), cells(20)))
    assert "rows 3–22 (20 cells): 3 + 4 + 5 + 6 + … + 22 = 250" in text


def test_all_cells_are_told_when_asked_for() -> None:
    text = as_text(Trace("saves", sum(range(3, 23)), "", (), cells(20)), every=True)
    assert [f"row {row}: {row}  note {row}" in text for row in range(3, 23)] == [True] * 20


def test_cells_that_are_not_added_have_no_sum() -> None:
    assert "=" not in as_text(Trace("rank", 12, "", (), cells(20))).split("\n", 1)[1]


def test_what_is_subtracted_is_marked_and_summed_without_its_sign() -> None:
    text = as_text(Trace("saves", 3, "", (), (*cells(4)[3:], Cell("b.xlsx", "", 4, "I (收藏)", 3, sign=-1))))
    assert "+ a.xlsx, sheet Sheet1, column I (收藏)" in text
    assert "− b.xlsx, column I (收藏)" in text


def test_a_title_cannot_break_the_lines_or_command_a_terminal() -> None:
    hostile = Cell("a.xlsx", "Sheet1", 3, "I (收藏)", 1, "two\nlines\x1b[31m")
    assert "row 3: 1  two lines [31m" in as_text(Trace("saves", 1, "", (), (hostile,)))


@pytest.mark.parametrize(
    ("value", "text"),
    [(4036, "4,036"), (-3, "−3"), (None, "none"), (True, "yes"), ((0.1, 0.25), "0.1 (10.00%) to 0.25 (25.00%)"), ("met", "met")],
)  # fmt: skip
def test_values_are_told_in_full(value: object, text: str) -> None:
    assert as_text(Trace("save_rate", value, "")) == f"save_rate = {text}"  # type: ignore[arg-type]
