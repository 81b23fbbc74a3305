"""One small sample per kind, in the genuine layout, read to the last number. Invented data."""

from __future__ import annotations

import shutil
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
    assert [(r.destination, f"{r.date:%d}", r.clicks, r.note) for r in tables.clicks.itertuples()] == [
        ("storefront", "30", 5, ""),
        ("storefront", "31", 0, ""),
        ("menu", "31", 12, ""),
        ("menu", "29", 1024, "早餐攻略"),
    ]


def test_sources_and_remarks(tables: Tables) -> None:
    assert [(source.file, source.kind, source.rows) for source in tables.sources] == [
        ("account_trends/近30日互动数据.xlsx", "account_trends", 12),
        ("account_trends/近30日发布数据.xlsx", "account_trends", 3),
        ("account_trends/近30日涨粉数据.xlsx", "account_trends", 9),
        ("account_trends/近30日观看数据.xlsx", "account_trends", 6),
        ("clicks/clicks.csv", "clicks", 3),
        ("clicks/去向.csv", "clicks", 1),
        ("keyword_ranks/keyword-ranks.csv", "keyword_ranks", 4),
        ("keyword_ranks/搜索排名.csv", "keyword_ranks", 2),
        ("note_list/笔记列表明细表.xlsx", "note_list", 5),
    ]
    assert [(q.file, q.message) for q in tables.quality] == [
        (None, "1 row above the table of 1 sheet left out: banners and preambles."),
        ("clicks/clicks.csv", "1 row with totals left out."),
    ]
