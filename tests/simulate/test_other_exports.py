"""Advertising, creators, store, site and trackers as files: the layouts cell by cell, every number the truth."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from report_gen.simulate import Account, Layout, Plan, Schedule, captures, simulate, write
from report_gen.simulate.advertising import SHOWN
from report_gen.simulate.collaborations import published_on
from report_gen.simulate.creator_batches import GROUPS, creator_rows
from report_gen.simulate.landing_pages import ELSEWHERE
from report_gen.simulate.note_lists import ID_COLUMNS, listing, note_list
from report_gen.simulate.paid_reports import paid_rows
from report_gen.simulate.plan import Advertising, Destination
from report_gen.simulate.store_notes import COLUMNS, HOME, PRODUCTS

SETTLED, EARLY = dt.date(2026, 11, 10), dt.date(2026, 11, 1)
OUT = (
    Destination("booking", 4, 0.003, ("/book",), "tracker"),
    Destination("menu", 5, 0.004, ("/menu",), "landing_pages"),
    Destination(PRODUCTS, 3, 0.004, (), "store_notes"),
    Destination(HOME, 1, 0.001, (), "store_notes"),
)


@pytest.fixture(scope="module")
def shop(plan: Plan) -> Account:
    return simulate(replace(plan, destinations=OUT, advertising=Advertising(1)), 6)


@pytest.fixture(scope="module")
def folder(shop: Account, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("exports")
    write(shop, root, Layout(with_ids=("2026-10",)))
    return root / "2026-10"


def truly(account: Account, destination: str) -> int:
    clicks = account.clicks
    of_month = clicks["date"].dt.strftime("%Y-%m") == "2026-10"
    return int(clicks.loc[of_month & (clicks["destination"] == destination), "clicks"].sum())


# -- 聚光


def test_what_was_paid_for_is_a_part_of_what_the_note_earned_that_day(shop: Account) -> None:
    paid = shop.paid.groupby(["note", "date"])[[*SHOWN]].sum()
    earned = shop.events.set_index(["note", "date"]).reindex(paid.index)
    assert len(paid)
    for name, metric in SHOWN.items():
        assert (paid[name] <= earned[metric]).all(), name


@pytest.mark.parametrize("level", ["note", "creative", "keyword"])
def test_each_report_adds_up_to_the_same_money_and_starts_with_its_totals(shop: Account, level: str) -> None:
    header, totals, *rows = paid_rows(shop, "2026-10", level, SETTLED)
    truth = shop.paid[shop.paid["date"].dt.strftime("%Y-%m") == "2026-10"]
    assert totals[0] == f"合计{len(rows)}条记录"
    assert set(totals[1 : header.index("消费")]) == {"-"}
    for name, metric in (("展现量", "impressions"), ("点击量", "clicks"), ("收藏", "saves"), ("关注", "new_followers")):
        place = header.index(name)
        assert sum(int(str(row[place])) for row in rows) == totals[place] == truth[metric].sum(), name
    place = header.index("消费")
    assert sum(round(100 * float(str(row[place]))) for row in rows) == truth["cents"].sum()


def test_an_early_report_has_the_money_but_not_yet_all_that_it_brought(shop: Account) -> None:
    (header, early, *_), (_, settled, *_) = (paid_rows(shop, "2026-10", "note", day) for day in (EARLY, SETTLED))
    spend, saves = header.index("消费"), header.index("收藏")
    assert early[spend] == settled[spend]
    assert int(str(early[saves])) < int(str(settled[saves]))


def test_a_paid_csv_starts_with_a_byte_order_mark(folder: Path) -> None:
    assert (folder / "笔记-投放数据.csv").read_bytes().startswith("\ufeff时间,笔记ID".encode())


# -- 蒲公英


def test_a_creator_batch_has_groups_above_names_and_data_from_row_4(account: Account) -> None:
    groups, blank, names, *rows = creator_rows(account, EARLY)
    assert [group for group in groups if group] == [*GROUPS]
    assert not any(blank)
    assert names.count("搜索页") == 2
    assert len(rows) == sum(published_on(c, account.plan) < pd.Timestamp(EARLY) for c in account.plan.collaborations)


def test_a_creators_counters_are_cumulative_and_paid_is_a_part_of_them(account: Account) -> None:
    names, *earlier = creator_rows(account, dt.date(2026, 10, 1))[2:]
    later = creator_rows(account, EARLY)[3:]
    for before, after in zip(earlier, later, strict=False):
        row = dict(zip(names[:32], after, strict=False))
        assert row["曝光量"] == row["自然曝光量"] + row["推广曝光量"] + row["加热曝光量"]  # type: ignore[operator]
        assert int(str(before[names.index("收藏量")])) <= int(str(row["收藏量"]))


def test_invented_creators_say_so(account: Account) -> None:
    assert all(c.creator.startswith("示例") for c in account.plan.collaborations)


# -- 千帆, site and tracker


def test_a_store_file_tells_its_period_by_its_name_and_every_click_of_it(shop: Account, folder: Path) -> None:
    book = CalamineWorkbook.from_path(str(folder / "20261001-20261031_笔记_数据明细.xlsx"))
    header, *rows = book.get_sheet_by_index(0).to_python()
    assert header == [*COLUMNS]
    for name, destination in (("笔记商品点击次数", PRODUCTS), ("引流店铺主页次数", HOME)):
        assert sum(float(str(row[header.index(name)])) for row in rows) == truly(shop, destination)
    assert {row[1] for row in rows} <= set(shop.notes["id"])


def test_a_site_report_has_preamble_total_and_a_second_section(shop: Account, folder: Path) -> None:
    first, second = (folder / "landing-pages-2026-10.csv").read_text("utf-8").split("\n\n")
    assert "# Start date: 20261001\n# End date: 20261031\n" in first
    header, *rows = csv.reader(io.StringIO("\n".join(line for line in first.splitlines() if line[:1] != "#")))
    sessions = {row[0]: int(row[1]) for row in rows}
    total = sessions.pop("Grand total")
    assert header[:2] == ["Landing page + query string", "Sessions"]
    assert sum(n for page, n in sessions.items() if page.startswith("/menu")) == truly(shop, "menu")
    assert sum(sessions.values()) == total == truly(shop, "menu") + sum(ELSEWHERE.values())
    assert second.startswith("# Day-by-day")


def test_a_tracker_has_a_row_per_day_and_link(shop: Account, folder: Path) -> None:
    rows = list(csv.DictReader(io.StringIO((folder / "short-links-2026-10.csv").read_text("utf-8-sig"))))
    assert len(rows) == 31
    assert sum(int(row["Engagements"]) for row in rows) == truly(shop, "booking")
    assert {row["Long URL"] for row in rows} == {"https://kopikaya.example/book?utm_source=xhs"}


# -- note lists with ids, cut off, blank; and when they are captured


def test_a_list_with_ids_names_every_note_by_its_own(shop: Account, folder: Path) -> None:
    header, *rows = csv.reader(io.StringIO((folder / "notes-2026-11-01.csv").read_text("utf-8-sig")))
    listed = shop.listed(dt.datetime.fromisoformat("2026-11-01T02:09:20"))
    assert header == [*ID_COLUMNS]
    assert {row[0] for row in rows} == set(shop.notes.loc[listed.index, "id"])


def test_two_lists_from_both_ends_together_hold_every_note(plan: Plan) -> None:
    crowded = simulate(replace(plan, months=1, backlog=1, notes_per_month=600, keywords=(), specials=()), 1)
    newest, oldest = (listing(crowded, c) for c in captures(crowded.plan, Schedule(both_ends=True)))
    assert len(newest) == len(oldest) == 1000
    assert {*newest.index, *oldest.index} == {*crowded.listed(dt.datetime.fromisoformat("2026-11-01T02:09:20")).index}


def test_blank_cells_are_dashes(account: Account) -> None:
    (capture, *_) = captures(account.plan)
    plain, blank = (note_list(account, capture, Layout(blanks=n)) for n in (0, 3))
    changed = [
        (a, b) for one, other in zip(plain, blank, strict=True) for a, b in zip(one, other, strict=True) if a != b
    ]
    assert [b for _, b in changed if b == "-"] == ["-"] * 3


@pytest.mark.parametrize(
    ("schedule", "days"),
    [
        pytest.param(Schedule(), ["2026-09-01", "2026-10-01", "2026-11-01"], id="the first of every month"),
        pytest.param(Schedule((0, 3)), ["2026-08-31", "2026-09-03", "2026-09-30", "2026-10-03", "2026-10-31",
                                        "2026-11-03"], id="early and late"),
        pytest.param(Schedule(exceptions={"2026-09": ()}), ["2026-09-01", "2026-11-01"], id="one forgotten"),
        pytest.param(Schedule(opening=True), ["2026-08-01", "2026-09-01", "2026-10-01", "2026-11-01"], id="opening"),
        pytest.param(Schedule(hours=(dt.time(2), dt.time(3)), exceptions={"2026-08": (), "2026-09": ()}),
                     ["2026-11-01", "2026-11-01"], id="twice a day"),
    ],
)  # fmt: skip
def test_lists_are_captured_on_the_days_of_the_schedule(plan: Plan, schedule: Schedule, days: list[str]) -> None:
    assert [str(capture.moment.date()) for capture in captures(plan, schedule)] == days


def test_a_stored_copy_has_the_same_bytes_under_another_name(account: Account, tmp_path: Path) -> None:
    write(account, tmp_path, schedule=Schedule(duplicates=True))
    first, copy = (tmp_path / "2026-10" / f"笔记列表明细表{name}.xlsx" for name in ("", " - 副本"))
    assert first.read_bytes() == copy.read_bytes()
