"""近30日*: one sheet per metric, one row per day, and the later export of a day counts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from report_gen.readers import account_trends
from report_gen.simulate.workbook import Rows
from report_gen.tables import DAILY_METRICS
from tests.readers.folder import CREATED, Folder

LATER = CREATED + dt.timedelta(days=14)


def sheet(*days: tuple[str, object]) -> Rows:
    return [["日期", "数值"], *([day, value] for day, value in days)]  # type: ignore[list-item]


def days(folder: Folder, **settings: object) -> list[tuple[Any, ...]]:
    frame = folder.read(**settings).account_daily
    return [(r.account, f"{r.date:%Y-%m-%d}", r.metric, r.value) for r in frame.itertuples()]


def test_every_metric_of_the_canonical_table_has_its_sheet() -> None:
    assert sorted(account_trends.METRICS.values()) == sorted(DAILY_METRICS)


def test_the_four_workbooks_give_one_row_per_day_and_metric(folder: Folder) -> None:
    for name in {**account_trends.METRICS, **dict.fromkeys(account_trends.IGNORED)}:
        folder.workbook(f"{name}.xlsx", {
            "账号总体数据": [["指标", "数值"], ["封面点击率(%)", 10.6], ["曝光环比(%)", -3.0]],
            name: sheet(("2026年07月11日", 5.0), ("2026年07月10日", 7.0)),
        })  # fmt: skip
    expected = [("", day, m, v) for m in DAILY_METRICS for day, v in (("2026-07-10", 7), ("2026-07-11", 5))]
    assert sorted(days(folder)) == sorted(expected)
    assert folder.remarks() == []


def test_the_later_export_wins_wherever_it_lies(folder: Folder) -> None:
    """A file's last day is not settled; the names of the files say nothing about their age."""
    folder.workbook("z.xlsx", {"收藏趋势": sheet(("2026年07月10日", 9.0), ("2026年07月11日", 2.0))})
    folder.workbook("a.xlsx", {"收藏趋势": sheet(("2026年07月11日", 8.0), ("2026年07月25日", 1.0))}, created=LATER)
    assert days(folder) == [
        ("", "2026-07-10", "saves", 9), ("", "2026-07-11", "saves", 8), ("", "2026-07-25", "saves", 1),
    ]  # fmt: skip


def test_a_later_export_without_a_value_takes_none_away(folder: Folder) -> None:
    folder.workbook("a.xlsx", {"收藏趋势": sheet(("2026年07月10日", 9.0))})
    folder.workbook("b.xlsx", {"收藏趋势": sheet(("2026年07月10日", "-"), ("2026年07月11日", None))}, created=LATER)
    assert days(folder) == [("", "2026-07-10", "saves", 9)]


def test_exports_of_one_moment_that_differ_are_said(folder: Folder) -> None:
    folder.workbook("a.xlsx", {"收藏趋势": sheet(("2026年07月10日", 9.0))})
    folder.workbook("b.xlsx", {"收藏趋势": sheet(("2026年07月10日", 8.0))})
    assert days(folder) == [("", "2026-07-10", "saves", 8)]
    assert folder.remarks() == [(
        "daily_conflict", "b.xlsx and a.xlsx, exported at the same time, differ in 1 daily value; those of the first are used.",
    )]  # fmt: skip


def test_each_account_keeps_its_own_days(folder: Folder) -> None:
    folder.workbook("sg/a.xlsx", {"收藏趋势": sheet(("2026年07月10日", 9.0))})
    folder.workbook("cn/b.xlsx", {"收藏趋势": sheet(("2026年07月10日", 5.0))}, created=LATER)
    expected = [("cn", "2026-07-10", "saves", 5), ("sg", "2026-07-10", "saves", 9)]
    assert days(folder, accounts=["sg", "cn"]) == expected


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        pytest.param(["2026年07月32日", 1.0], "A (日期): “2026年07月32日” is not a day of the calendar; correct "
                     "the cell.", id="day"),
        pytest.param(["", 1.0], "A (日期): “” stands where a value must be; every row has its day: download the file again.",
                     id="no day"),
        pytest.param(["2026年07月10日", 1.5], "B (数值): “1.5” is not a whole number; this column counts. Download the file "
                     "again, or correct the cell.", id="half a save"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_read_is_named(folder: Folder, row: list[object], problem: str) -> None:
    folder.workbook("a.xlsx", {"收藏趋势": [["日期", "数值"], row]})  # type: ignore[list-item]
    assert folder.problems() == (f"a.xlsx, sheet 收藏趋势, row 2, column {problem}",)
