"""Google Analytics' landing pages: the period out of the preamble, pages without their queries, no totals."""

from __future__ import annotations

import pytest

from tests.readers.folder import Folder

PREAMBLE = "# ---\n# Landing page\n# Start date: 20260501\n# End date: 20260531\n"
TABLE = "Landing page,Sessions,New users\n/menu,12,3\n"


def spans(folder: Folder) -> list[tuple[str, str, str, float]]:
    rows = folder.read().clicks.itertuples()
    return [(r.destination, f"{r.date:%m-%d}", f"{r.until:%m-%d}", r.clicks) for r in rows]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(PREAMBLE + TABLE, id="as downloaded"),
        pytest.param("# 开始日期：20260501\n# 结束日期：20260531\n着陆页,会话数\n/menu,12\n", id="Chinese"),
        pytest.param("# 20260501-20260531\n#\n" + TABLE, id="an exploration's one line"),
        pytest.param("# Start date: 2026-05-01\n# End date: 2026-05-31\n\n" + TABLE, id="hyphens"),
        pytest.param(PREAMBLE + TABLE.replace("Landing page", "Landing page + query string").replace("/menu", "/menu?utm=x#a"),
                     id="with query"),
        pytest.param(PREAMBLE + TABLE + "Grand total,12,3\n", id="total named first"),
        pytest.param(PREAMBLE + TABLE + ",12,3,Grand total\n", id="total named last"),
        pytest.param(PREAMBLE + TABLE + "\n# Day-by-day\n# Start date: 20260401\nNth day,Sessions\n0000,12\n",
                     id="second section"),
    ],
)  # fmt: skip
def test_visits_are_of_the_period_that_the_preamble_names(folder: Folder, text: str) -> None:
    folder.text("2026-06-02 pages.csv", text)
    assert spans(folder) == [("/menu", "05-01", "05-31", 12)]


def test_without_a_preamble_the_name_says_the_period(folder: Folder) -> None:
    folder.text("2026-05/pages.csv", TABLE)
    assert spans(folder) == [("/menu", "05-01", "05-31", 12)]


def test_without_either_the_message_says_how_to_name_it(folder: Folder) -> None:
    folder.text("pages.csv", TABLE)
    (problem,) = folder.problems()
    assert problem.startswith("pages.csv: which days does it sum up? The file doesn't say.")


def test_a_period_that_ends_before_it_starts_is_refused(folder: Folder) -> None:
    folder.text("pages.csv", PREAMBLE.replace("20260531", "20260430") + TABLE)
    assert folder.problems() == (
        "pages.csv: its period ends on 2026-04-30, before it starts on 2026-05-01. Download it again.",
    )


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        pytest.param("Date", ("20260501", "20260502"), id="dates"),
        pytest.param("Nth day", ("0000", "0001"), id="days counted from the start"),
    ],
)
def test_a_split_by_day_gives_days(folder: Folder, header: str, cells: tuple[str, str]) -> None:
    rows = "".join(f"/menu,{cell},{n}\n" for n, cell in enumerate(cells, start=3))
    folder.text("pages.csv", f"{PREAMBLE}Landing page,{header},Sessions\n{rows}")
    assert spans(folder) == [("/menu", "05-01", "05-01", 3), ("/menu", "05-02", "05-02", 4)]


def test_a_day_beyond_the_period_is_named(folder: Folder) -> None:
    folder.text("pages.csv", f"{PREAMBLE}Landing page,Nth day,Sessions\n/menu,0031,3\n")
    assert folder.problems() == (
        "pages.csv, row 6, column B (Nth day): “0031” is a day after the export's last, 2026-05-31. Download the file again.",
    )


def test_the_front_page_and_visits_without_a_page_keep_their_names(folder: Folder) -> None:
    folder.text("pages.csv", PREAMBLE + "Landing page,Sessions\n/,3\n(not set),2\n,1\n?gclid=1,5\n")
    assert [(name, n) for name, _, _, n in spans(folder)] == [("/", 3), ("(not set)", 2), ("(not set)", 1), ("/", 5)]


def test_a_table_of_sessions_is_no_click_table(folder: Folder) -> None:
    folder.text("pages.csv", PREAMBLE + TABLE)
    (source,) = folder.read().sources
    assert (source.kind, source.rows, source.captured_at) == ("landing_pages", 1, None)
