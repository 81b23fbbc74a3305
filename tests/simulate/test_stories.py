"""What can be planted in a simulated account: lasting changes, silences, links that break, audiences that are bought."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

from report_gen.simulate import Account, Plan, demos, simulate
from report_gen.simulate.plan import Collaboration, Destination, Special, Turn

GUIDES, OTHERS = "Kopi guides", "Gift sets"
COUNTED = {
    "reach": ("impressions", None),
    "click_rate": ("cover_clicks", "impressions"),
    "save_rate": ("saves", "views"),
    "comment_rate": ("comments", "views"),
    "follower_rate": ("new_followers", "views"),
}  # fmt: skip


@cache
def plain() -> Plan:
    return replace(demos.plan("client-x", 3, "2026-10"), advertising=None, notes_per_month=20)


@cache
def account(**changes: object) -> Account:
    return simulate(replace(plain(), **changes), 5)  # type: ignore[arg-type]


def level(of: Account, month: str, part: str, whole: str | None, topic: str) -> float:
    """Σ part ÷ Σ whole of a topic's notes in a month."""
    notes = of.month(month)
    sums = notes[of.notes.loc[notes.index, "topic"].eq(topic)].sum()
    return float(sums[part] / (sums[whole] if whole else 1))


@pytest.mark.parametrize("rate", COUNTED)
def test_a_turn_multiplies_what_its_notes_do_from_its_day_on(rate: str) -> None:
    """And leaves the month before it, and all other notes, as they were."""
    turned = account(turns=(Turn(rate, 0.5, months_ago=0, topic=GUIDES),))  # type: ignore[arg-type]
    change = {
        (month, topic): level(turned, month, *COUNTED[rate], topic) / level(account(), month, *COUNTED[rate], topic)
        for month in ("2026-09", "2026-10")
        for topic in (GUIDES, OTHERS)
    }
    assert change.pop(("2026-10", GUIDES)) == pytest.approx(0.5, rel=0.08)
    assert list(change.values()) == pytest.approx([1, 1, 1], rel=0.08)


def test_a_turn_may_begin_within_a_month() -> None:
    shown = account(turns=(Turn("reach", 0.0, months_ago=-0.5),)).daily["impressions"]
    assert shown["2026-10-15"] > 0
    assert shown["2026-10-17":].sum() == 0


def test_a_turn_without_a_day_holds_from_the_start() -> None:
    videos = account(turns=(Turn("save_rate", 0.0, format="video"),))
    saves = videos.events.groupby(videos.events["note"].map(videos.notes["format"]))["saves"].sum()
    assert saves["video"] == 0
    assert saves["image"] > 0


def test_nothing_is_published_on_silent_days() -> None:
    published = account(silent_days=12).notes["published_at"]
    assert published[published < "2026-10-20"].max() < pd.Timestamp("2026-10-20")
    assert not published.between("2026-10-20", "2026-11-03 23:59").any()


def test_a_dead_link_brings_no_clicks_on_the_last_days_and_another_keeps_a_part() -> None:
    usual = Destination("menu", base=40, per_view=0)
    changed = account(destinations=(replace(usual, dead_for=9), replace(usual, name="store", kept=0.25)))
    clicks = changed.clicks.pivot_table(index="date", columns="destination", values="clicks")
    assert clicks["menu"]["2026-10-23":].sum() == 0
    assert clicks["menu"][:"2026-10-22"].mean() == pytest.approx(40, rel=0.1)
    assert clicks["store"]["2026-10-01":].mean() == pytest.approx(10, rel=0.2)
    assert clicks["store"][:"2026-09-30"].mean() == pytest.approx(40, rel=0.1)


def test_a_special_note_may_be_deleted_before_the_end() -> None:
    gone = Special("一张图看懂", GUIDES, months_ago=1, day=3, impressions=20_000, gone_for=10)
    made = account(specials=(gone,))
    note = made.notes.index[made.notes["title"] == gone.title][0]
    assert made.events.loc[made.events["note"] == note, "date"].max() == pd.Timestamp("2026-10-21")


def test_who_saves_comes_back_to_follow_so_many_days_later() -> None:
    followed, usual = account(followers_per_save=2, follow_lag=4).daily, account().daily
    more = (followed["new_followers"] - usual["new_followers"]).iloc[4:]
    expected = 2 * usual["saves"].shift(4).iloc[4:]
    assert more.sum() == pytest.approx(expected.sum(), rel=0.05)
    assert more.corr(expected) > 0.9


def test_a_bought_audience_hardly_reacts() -> None:
    own = Collaboration("示例博主", "示例", 300_000, 9_000, 0, 3, 60_000)
    bought = account(collaborations=(own, replace(own, engagement=0.1))).creators.groupby("collaboration").sum(True)
    rates = bought[["likes", "comments", "shares"]].div(bought["views"], axis=0)
    assert (rates.loc[1] / rates.loc[0]).tolist() == pytest.approx([0.1] * 3, rel=0.35)
