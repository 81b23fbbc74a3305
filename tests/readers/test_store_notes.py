"""千帆's note file says everything but its days: those come from its name or its folder."""

from __future__ import annotations

import pytest

from report_gen.readers._capture import named_period
from tests.readers.folder import Folder

ID = "66f0000000000000000000c1"
TABLE = f"笔记标题,笔记ID,笔记链接,笔记商品点击次数,引流店铺主页次数\n礼盒,{ID},x,96,23\n"


@pytest.mark.parametrize(
    ("name", "period"),
    [
        pytest.param("店_笔记_数据明细_20260901-20260930.xlsx", "2026-09-01 2026-09-30", id="two dates"),
        pytest.param("2026-09-01_2026-09-30.csv", "2026-09-01 2026-09-30", id="two dates with hyphens"),
        pytest.param("2026.09.01-2026.09.30 笔记.csv", "2026-09-01 2026-09-30", id="two dates with dots"),
        pytest.param("2026年9月1日至2026年9月30日.csv", "2026-09-01 2026-09-30", id="two Chinese dates"),
        pytest.param("20260901至20260930/笔记.csv", "2026-09-01 2026-09-30", id="the folder's"),
        pytest.param("2026-10/a 20260901-20260930.csv", "2026-09-01 2026-09-30", id="the name before the folder"),
        pytest.param("2026-09/笔记.csv", "2026-09-01 2026-09-30", id="a month's folder"),
        pytest.param("sg/2026-02/x/笔记.csv", "2026-02-01 2026-02-28", id="a folder further up"),
        pytest.param("笔记 2026-12 (1).csv", "2026-12-01 2026-12-31", id="a month in the name"),
        pytest.param("笔记202609.csv", "2026-09-01 2026-09-30", id="a month without a hyphen"),
        pytest.param("2026年9月.csv", "2026-09-01 2026-09-30", id="a Chinese month"),
        pytest.param("2026-08_2026-09.csv", "2026-08-01 2026-09-30", id="two months"),
        pytest.param("2026-10-02/2026-09/a.csv", "2026-09-01 2026-09-30", id="the nearest folder that says"),
        pytest.param("2026-09/exported 2026-10-02.csv", "2026-09-01 2026-09-30", id="one date is no period"),
        pytest.param("2026-10-02/笔记.csv", None, id="a day's folder"),
        pytest.param("笔记.csv", None, id="nothing"),
        pytest.param("20260901-20260930 20261002.csv", None, id="three dates"),
        pytest.param("2026-13/a.csv", None, id="no month"),
        pytest.param("x120260901-20260930.csv", None, id="digits before"),
    ],
)
def test_the_days_that_a_name_gives(name: str, period: str | None) -> None:
    found = named_period(name)
    assert (f"{found[0]} {found[1]}" if found else None) == period


def test_without_days_the_message_says_how_to_name_them(folder: Folder) -> None:
    folder.text("笔记_数据明细.csv", TABLE)
    assert folder.problems() == (
        "笔记_数据明细.csv: which days does it sum up? The file doesn't say. Put the first and the last day into its name, as in "
        "2026-09-01_2026-09-30, or put it into a folder of its month, as in 2026-09/.",
    )


def test_a_file_without_the_stores_page_has_products_only(folder: Folder) -> None:
    folder.text("2026-09/a.csv", f"笔记ID,笔记商品点击次数\n{ID},96\n")
    assert folder.read().clicks["destination"].tolist() == ["store products"]


def test_a_newer_file_of_overlapping_days_replaces_the_older(folder: Folder) -> None:
    """Both sum up days that the other has too; added they would count them twice."""
    folder.text("2026-09-01_2026-09-20.csv", TABLE)
    folder.text("2026-09-01_2026-09-30.csv", TABLE.replace("96", "120"))
    tables = folder.read()
    assert tables.clicks["clicks"].tolist() == [120, 23]
    assert [(q.code, q.file, q.message) for q in tables.quality] == [(
        "clicks_overlap",
        "2026-09-01_2026-09-20.csv",
        "2 sums over several days are left out of 2026-09-01_2026-09-20.csv: 2026-09-01_2026-09-30.csv covers some of the same "
        "days, and each day counts once.",
    )]  # fmt: skip


def test_a_period_within_a_month_is_worth_more_than_a_newer_one_across_its_edge(folder: Folder) -> None:
    """No month could tell its part of the latter."""
    folder.text("2026-09-01_2026-09-30.csv", TABLE)
    folder.text("2026-10-01_2026-10-31.csv", TABLE.replace("96", "7"))
    folder.text("2026-09-15_2026-10-14.csv", TABLE.replace("96", "50"))
    assert {f"{day:%m-%d}" for day in folder.read().clicks["until"]} == {"09-30", "10-31"}


def test_a_period_across_an_edge_stays_where_others_cover_only_a_part_of_it(folder: Folder) -> None:
    """October's file has none of September: that September's clicks are unknown must not be lost."""
    folder.text("2026-09-01_2026-10-04.csv", TABLE)
    folder.text("2026-10-01_2026-10-31.csv", TABLE.replace("96", "7"))
    assert {f"{day:%m-%d}" for day in folder.read().clicks["until"]} == {"10-04", "10-31"}


def test_months_side_by_side_are_all_there(folder: Folder) -> None:
    folder.text("2026-09/a.csv", TABLE)
    folder.text("2026-10/a.csv", TABLE.replace("96", "7"))
    tables = folder.read()
    assert tables.clicks["clicks"].tolist() == [96, 23, 7, 23]
    assert tables.quality == ()
