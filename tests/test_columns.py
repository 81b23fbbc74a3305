"""Columns of a terminal hold Chinese too, whose characters are two wide."""

from __future__ import annotations

import pytest

from report_gen.columns import cut, hanging, table, width


@pytest.mark.parametrize(("text", "columns"), [("", 0), ("Mei", 3), ("美玲", 4), ("Mei 美", 6)])
def test_a_chinese_character_takes_two_columns(text: str, columns: int) -> None:
    assert width(text) == columns


@pytest.mark.parametrize(
    ("text", "most", "left"),
    [("Mei Ling", 8, "Mei Ling"), ("Mei Ling", 7, "Mei Li…"), ("Mei Ling", 5, "Mei…"), ("欧阳美玲", 6, "欧阳…")],
    ids=["fits", "cut", "no space before the dots", "Chinese"],
)
def test_what_is_too_wide_is_cut_with_dots(text: str, most: int, left: str) -> None:
    assert cut(text, most) == left


def test_a_column_is_as_wide_as_its_widest_cell() -> None:
    assert list(table([("by", "on"), ("美玲", "3 Nov"), ("Ana", "2")])) == ["  by    on", "  美玲  3 Nov", "  Ana   2"]


def test_further_lines_hang_below_the_text() -> None:
    assert list(hanging("  to do  ", "look at it twice", 20)) == ["  to do  look at it", "         twice"]
