"""Clients to explain: the demo clients as they are committed, and a tiny one written by hand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from report_gen import config, months, readers
from report_gen.explain import Archive, Month
from report_gen.tables import Tables, empty
from report_gen.workspace import Client
from tests import by_hand

ROOT = Path(__file__).parents[2]
ZONE = "Asia/Singapore"
RECENT = ("2026-03", "2026-04", "2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11")


@dataclass(frozen=True)
class Told:
    """A client's Reports and what explains them."""

    archive: Archive

    def month(self, name: str) -> Month:
        month = self.archive.month(name)
        assert month is not None
        return month

    @property
    def last(self) -> Month:
        return self.month(self.archive.reports[-1].month)


def client(slug: str) -> Client:
    return Client(slug, ROOT / "clients" / slug, ROOT)


@cache
def demo(slug: str) -> Told:
    """A demo client, read from its workbooks."""
    settings = config.load(client(slug))
    return told(readers.read_exports(client(slug), settings), settings)


@cache
def without_trends(slug: str) -> Told:
    """The same without its daily trends, so that every number comes from the notes; its last months only."""
    whole = demo(slug).archive
    notes = whole.tables.note_snapshots
    kept = notes[notes["captured_on"].dt.strftime("%Y-%m").isin(RECENT)]
    tables = whole.tables.model_copy(update={"account_daily": empty("account_daily", ZONE), "note_snapshots": kept})
    return told(tables, whole.config)


@cache
def tiny() -> Told:
    """Two months of six notes: one deleted, one that lost saves, one that the first list lacks, one with a blank cell."""
    first = by_hand.note_list("2026-09-01", {"2026-08-20 09:00:00": 10, "2026-08-21 09:00:00": 20})
    second = by_hand.note_list(
        "2026-10-01",
        {
            "2026-08-20 09:00:00": 30, "2026-08-21 09:00:00": 25, "2026-09-10 09:00:00": 40, "2026-09-11 09:00:00": 8,
            "2026-09-12 09:00:00": 4,
        },
    )  # fmt: skip
    third = by_hand.note_list(
        "2026-11-01",
        {
            "2026-08-20 09:00:00": 35, "2026-09-10 09:00:00": 38, "2026-09-11 09:00:00": {"saves": 9, "impressions": 900},
            "2026-09-12 09:00:00": {"saves": float("nan"), "impressions": 700}, "2026-10-05 09:00:00": 50,
            "2026-07-01 09:00:00": 90, "2026-10-06 09:00:00": 12,
        },
    )  # fmt: skip
    tables = by_hand.tables(
        notes=(first, second, third),
        days=(by_hand.daily("2026-09-01", "2026-10-30", "comments", 3),),
        readings=(by_hand.ranks("咖啡", {"2026-10-02": (3, 5), "2026-10-03": None, "2026-10-05": 4}),),
        outward=(by_hand.clicks("menu", {"2026-10-02": 5, "2026-10-09": 7}),),
    )
    columns = {"title": "A (笔记标题)", "impressions": "D (曝光)", "saves": "I (收藏)"}
    places = {(f"{day}.xlsx", "Sheet1"): columns for day in ("2026-09-01", "2026-10-01", "2026-11-01")}
    tables = tables.model_copy(update={"places": places})
    return told(tables, by_hand.config(targets={"saves": 60}, keywords=[{"term": "咖啡", "weight": 2}, {"term": "茶"}]))


@cache
def turning() -> Told:
    """Six months of a note, the first four with daily trends: the last two are counted by other means than those before."""
    lists = [by_hand.note_list(f"2026-{n:02d}-01", {"2025-11-01 09:00:00": 40 * n}) for n in range(1, 8)]
    return told(by_hand.tables(lists, (by_hand.daily("2026-01-01", "2026-04-30", "saves", 3),)), by_hand.config())


def told(tables: Tables, settings: Any) -> Told:
    return Told(Archive(tables, settings, months.reports(tables, settings, "client")))
