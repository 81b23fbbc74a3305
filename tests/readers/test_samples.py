"""One small sample per kind, in the genuine layout, read to the last number. Invented data."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from report_gen.tables import DAILY_METRICS, Tables
from tests.readers.folder import Folder

SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture
def tables(folder: Folder) -> Tables:
    shutil.rmtree(folder.exports)
    shutil.copytree(SAMPLES, folder.exports)
    return folder.read()


def test_note_list(tables: Tables) -> None:
    notes = tables.note_snapshots
    assert notes["impressions"].tolist() == [12235, 0, 446, 3342, 910]
    assert notes["views"].tolist() == [6174, 126, 56, 1180, 1682]
    assert notes["saves"].tolist() == [530, 1, 0, 88, 18]
    assert notes["new_followers"].tolist() == [21, 0, 0, 4, -1]
    assert notes["format"].tolist() == ["image", "video", "image", "image", "video"]
    assert notes["title"].tolist()[2] == ""
    assert notes["note"].tolist()[0] == "2026-10-18T20:05:41+08:00"
    assert set(notes["captured_at"]) == {pd.Timestamp("2026-11-01T02:09:20+08:00")}


def test_account_trends(tables: Tables) -> None:
    wide = tables.account_daily.pivot(index="date", columns="metric", values="value")
    assert [f"{day:%m-%d}" for day in wide.index] == ["10-29", "10-30", "10-31"]
    assert {name: wide[name].tolist() for name in DAILY_METRICS} == {
        "impressions": [1610, 1490, 812], "views": [750, 720, 350], "likes": [35, 40, 21], "comments": [7, 0, 3],
        "saves": [53, 49, 29], "shares": [5, 6, 2], "new_followers": [6, 4, 2], "lost_followers": [1, 1, 1],
        "profile_visits": [52, 44, 31], "notes_published": [0, 1, 0],
    }  # fmt: skip


def test_keyword_ranks(tables: Tables) -> None:
    ranks = tables.keyword_ranks.sort_values(["keyword", "date", "rank"])
    assert [(r.keyword, f"{r.date:%d}", r.rank, r.note) for r in ranks.fillna({"rank": 0}).itertuples()] == [
        ("咖椰吐司", "30", 0, ""),
        ("咖椰吐司", "31", 0, ""),
        ("新加坡咖啡", "30", 7, "64b0c0ffee0000000000abcd"),
        ("新加坡咖啡", "30", 9, ""),
        ("新加坡咖啡", "31", 6, ""),
        ("牛车水早餐", "31", 0, ""),
    ]


def test_clicks(tables: Tables) -> None:
    own = tables.clicks[tables.clicks["kind"] == "clicks"]
    assert [(r.destination, f"{r.date:%d}", r.clicks, r.note) for r in own.itertuples()] == [
        ("storefront", "30", 5, ""),
        ("storefront", "31", 0, ""),
        ("menu", "31", 12, ""),
        ("menu", "29", 1024, "早餐攻略"),
    ]
    assert (own["date"] == own["until"]).all()


def test_landing_pages(tables: Tables) -> None:
    pages = tables.clicks[tables.clicks["kind"] == "landing_pages"]
    assert [(r.destination, f"{r.date:%m-%d} {r.until:%m-%d}", r.clicks, r.row) for r in pages.itertuples()] == [
        ("/menu", "10-01 10-31", 412, 11),
        ("/store", "10-01 10-31", 188, 12),
        ("(not set)", "10-01 10-31", 17, 13),
        ("/menu", "10-01 10-31", 25, 14),
        ("(not set)", "10-01 10-31", 3, 15),
    ]


def test_store_notes(tables: Tables) -> None:
    store = tables.clicks[tables.clicks["kind"] == "store_notes"].fillna({"clicks": -1})
    first, second = "66f0000000000000000000c1", "66f0000000000000000000c2"
    assert [(r.destination, r.note, r.clicks, r.row) for r in store.itertuples()] == [
        ("store products", first, 96, 2),
        ("store products", second, 31, 3),
        ("store home", first, 23, 2),
        ("store home", second, -1, 3),
    ]
    assert {(f"{r.date:%m-%d}", f"{r.until:%m-%d}", r.source) for r in store.itertuples()} == {
        ("10-01", "10-31", "千帆")
    }


def test_paid(tables: Tables) -> None:
    paid = tables.paid_daily.sort_values(["level", "date", "entity"])
    assert [(r.level, r.entity, f"{r.date:%d}", r.spend, r.impressions, r.saves) for r in paid.itertuples()] == [
        ("creative", "90011", "30", 80.1, 4200, 9),
        ("creative", "90012", "30", 26.3, 1500, 4),
        ("creative", "90011", "31", 80.0, 4200, 9),
        ("keyword", "新加坡咖啡", "30", 25.5, 1300, 4),
        ("keyword", "新加坡咖啡", "31", 15, 800, 2),
        ("note", "66f0000000000000000000b1", "30", 106.4, 5700, 13),
        ("note", "66f0000000000000000000b1", "31", 80.0, 4200, 9),
        ("note", "66f0000000000000000000b2", "31", 12, 1000, 2),
    ]
    by_note = paid[paid["level"] != "keyword"]
    assert by_note["note"].str.startswith("66f0000000000000000000b").all()
    assert by_note[["clicks", "likes", "comments", "shares", "new_followers"]].sum().tolist() == [1270, 64, 10, 4, 6]


def test_creators(tables: Tables) -> None:
    rows = [
        (r.creator, r.followers, r.format, f"{r.published_on:%m-%d}", r.fee, r.impressions, r.views, r.likes, r.comments,
         r.saves, r.shares, r.paid_impressions, r.paid_views)
        for r in tables.creator_snapshots.fillna(-1).itertuples()
    ]  # fmt: skip
    assert rows == [
        ("小满在狮城", 8600, "image", "10-06", 1320, 24300, 5210, 402, 25, 318, 60, 7100, 1050),
        ("Kaya 同学", 152000, "video", "10-12", 10780, 88100, 20400, 1630, 71, 240, 95, -1, -1),
        ("阿宽喝咖啡", 4200, "image", "10-20", -1, 3100, 760, 41, 9, 52, 4, -1, -1),
    ]
    assert tables.creator_snapshots["note"].tolist() == [f"66f0000000000000000000a{n}" for n in (1, 2, 3)]
    assert set(tables.creator_snapshots["captured_on"]) == {pd.Timestamp("2026-11-01")}


def test_sources_and_remarks(tables: Tables) -> None:
    assert [(source.file.partition("/")[2], source.kind, source.rows) for source in tables.sources] == [
        ("近30日互动数据.xlsx", "account_trends", 12),
        ("近30日发布数据.xlsx", "account_trends", 3),
        ("近30日涨粉数据.xlsx", "account_trends", 9),
        ("近30日观看数据.xlsx", "account_trends", 6),
        ("clicks.csv", "clicks", 3),
        ("去向.csv", "clicks", 1),
        ("笔记批量数据.xlsx", "creators", 3),
        ("keyword-ranks.csv", "keyword_ranks", 4),
        ("搜索排名.csv", "keyword_ranks", 2),
        ("landing-page.csv", "landing_pages", 5),
        ("笔记列表明细表.xlsx", "note_list", 5),
        ("关键词-投放数据.csv", "paid", 2),
        ("创意-投放数据.csv", "paid", 3),
        ("笔记-投放数据.xlsx", "paid", 3),
        ("kopi-kaya_笔记_数据明细_2026-10-01_2026-10-31.xlsx", "store_notes", 2),
    ]
    assert [(q.file, q.message) for q in tables.quality] == [
        (None, "11 rows above the tables of 3 sheets left out: banners and preambles."),
        ("clicks/clicks.csv", "1 row with totals left out."),
        ("landing_pages/landing-page.csv", "1 row with totals left out."),
        ("landing_pages/landing-page.csv", "6 rows of a second section left out."),
        ("paid/关键词-投放数据.csv", "1 row with totals left out."),
        ("paid/创意-投放数据.csv", "1 row with totals left out."),
        ("paid/笔记-投放数据.xlsx", "1 row with totals left out."),
    ]


@pytest.mark.parametrize(
    ("file", "sheet", "name", "place"),
    [
        ("creators/笔记批量数据.xlsx", "笔记批量数据", "saves", "W (收藏量)"),
        ("creators/笔记批量数据.xlsx", "笔记批量数据", "fee", "O (博主报价) + P (服务费金额)"),
        ("creators/笔记批量数据.xlsx", "笔记批量数据", "paid_views", "AD (推广阅读量) + AF (加热阅读量)"),
        ("paid/笔记-投放数据.xlsx", "Sheet1", "spend", "D (消费)"),
        ("landing_pages/landing-page.csv", "", "clicks", "B (Sessions)"),
        (
            "store_notes/kopi-kaya_笔记_数据明细_2026-10-01_2026-10-31.xlsx",
            "数据明细",
            "clicks to store home",
            "M (引流店铺主页次数)",
        ),
    ],
)
def test_every_number_can_be_traced_to_its_column(tables: Tables, file: str, sheet: str, name: str, place: str) -> None:
    assert tables.places[file, sheet][name] == place


def test_the_stores_links_are_formulas() -> None:
    """As in genuine files; a sample with plain text would prove nothing."""
    (path,) = (SAMPLES / "store_notes").iterdir()
    with zipfile.ZipFile(path) as archive:
        assert archive.read("xl/worksheets/sheet1.xml").count(b"<f>HYPERLINK(") == 2
