"""Which changes of a month are beyond chance: rates, groups of notes, and what may be said where months count differently."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from report_gen.months import reports
from report_gen.report import Note, Report
from report_gen.significance import (
    GroupKind,
    claim,
    comparable,
    group_significance,
    leads,
    significance,
    trails,
    verdict,
)
from report_gen.story import Story
from tests.by_hand import config, daily, note_list, tables
from tests.formulas import Counts, change_by_hand
from tests.moved import last, moved
from tests.stories import VARIANTS, story

SETTINGS: dict[str, Any] = {"pillars": [{"name": "Guides", "match": ["攻略"]}, {"name": "Gifts", "match": ["礼盒"]}]}
PER_NOTE = 2000
Counters = dict[str, dict[str, float]]


def months_of(lists: list[pd.DataFrame], days: tuple[pd.DataFrame, ...] = (), **settings: Any) -> tuple[Report, ...]:
    return reports(tables(lists, days), config(**SETTINGS, **settings), "client-x")


def lists(guides: float = 3, gifts: float = 1, notes: int = 12) -> list[pd.DataFrame]:
    """Note lists of three first days: in September every note earns about 30 saves of 2,000 impressions; in October guides
    earn that many times as much, and gift notes that many times as much. Guides are images, gift notes are videos."""
    rng = np.random.default_rng(8)
    found: list[pd.DataFrame] = []
    for title, format_, factor in (("攻略", "image", guides), ("礼盒", "video", gifts)):
        hour = 8 if format_ == "image" else 9
        keys = [f"2026-07-{day:02d} {hour:02d}:00:00" for day in range(1, notes + 1)]
        first = rng.poisson(30, notes)
        saves = np.array([first, rng.permutation(first) * factor])  # the same counts, on other notes
        saves[1, 0] += 1
        for month, captured in enumerate(("2026-09-01", "2026-10-01", "2026-11-01")):
            earned = saves[:month].sum(axis=0) if month else np.zeros(notes)
            counters = {key: {"saves": s, "impressions": PER_NOTE * month} for key, s in zip(keys, earned, strict=True)}
            found.append(note_list(captured, counters, format_=format_).assign(title=f"{title} 笔记"))
    return [pd.concat([a, b]) for a, b in zip(found[:3], found[3:], strict=True)]


def counted(now: Report, before: Report, member: Callable[[Note], bool]) -> tuple[Counts, Counts]:
    """Saves and impressions of the notes that are members, once more from the Reports."""
    keys = sorted({note.key for report in (now, before) for note in report.notes if member(note)})
    months = []
    for report in (now, before):
        there = {note.key: note.activity for note in report.notes if member(note)}
        rows = [there.get(key, {}) for key in keys]
        months.append([(_number(row.get("saves")), _number(row.get("impressions"))) for row in rows])
    return months[0], months[1]


def _number(value: int | None) -> float:
    return math.nan if value is None else float(value)


# -- groups


@pytest.mark.parametrize(
    ("kind", "name", "moved"),
    [
        ("pillars", "Guides", True), ("pillars", "Gifts", False), ("formats", "image", True), ("formats", "video", False),
        ("traits", "guide", True),
    ],
)  # fmt: skip
def test_a_group_s_change_is_judged_by_its_own_notes(kind: GroupKind, name: str, moved: bool) -> None:
    """Guides earned three times as much in October, gift notes as much as in September."""
    october = months_of(lists())[-1]
    assert {group.name: group.significant for group in getattr(october, kind)}[name] is moved


@pytest.mark.parametrize(
    ("kind", "name", "member"),
    [
        ("pillars", "Kopi guides", lambda note: note.pillar == "Kopi guides"),
        ("formats", "video", lambda note: note.format == "video"),
        ("traits", "local", lambda note: "local" in note.traits),
    ],
)
@pytest.mark.parametrize("factor", [0.4, 1, 3])
def test_a_group_s_verdict_is_the_formula_over_its_notes(
    kind: GroupKind, name: str, member: Callable[[Note], bool], factor: float
) -> None:
    told = moved(story(), factor)
    assert told.before
    expected = change_by_hand(*counted(told.report, told.before, member))
    assert group_significance(told.report, told.before, kind, name) is expected


def test_a_note_counts_to_the_pillar_that_it_had_in_each_month() -> None:
    """Retagged in October: out of the group now, in it before."""
    told = moved(story(), 2)
    assert told.before
    notes = tuple(
        note.model_copy(update={"pillar": "Gift sets"}) if place % 2 else note
        for place, note in enumerate(told.report.notes)
    )
    now = told.report.model_copy(update={"notes": notes})
    expected = change_by_hand(*counted(now, told.before, lambda note: note.pillar == "Gift sets"))
    assert group_significance(now, told.before, "pillars", "Gift sets") is expected


def test_notes_of_no_pillar_are_the_group_of_others() -> None:
    report, before = (r.model_copy(update={"notes": tuple(n.model_copy(update={"pillar": None}) for n in r.notes)})
                      for r in (moved(story(), 3).report, story().reports[-2]))  # fmt: skip
    assert group_significance(report, before, "pillars", "Other") is True
    assert group_significance(report, before, "pillars", "Gift sets") is None


@pytest.mark.parametrize(
    ("found", "why"),
    [
        pytest.param(lambda: months_of(lists(notes=4))[-1].pillars[0].significant, "four notes", id="four notes"),
        pytest.param(lambda: months_of(lists()[1:])[-1].pillars[0].significant, "no month before", id="first month"),
        pytest.param(lambda: months_of(lists(), save_rate={"per": "reach"})[-1].pillars[0].significant, "", id="reach"),
        pytest.param(
            lambda: significance(story().report, story().reports[0], "save_rate"), "", id="against a first month"
        ),
        pytest.param(lambda: significance(story().report, story().reports[1], "saves"), "", id="a count"),
    ],
)
def test_there_is_no_verdict_without_evidence(found: Callable[[], bool | None], why: str) -> None:
    assert found() is None, why


# -- what may be said


def trends(first: str, last: str, impressions: float, saves: float) -> tuple[pd.DataFrame, ...]:
    return daily(first, last, "impressions", impressions), daily(first, last, "saves", saves)


SEPTEMBER = trends("2026-09-01", "2026-09-30", 1600, 24)
OCTOBER = trends("2026-10-01", "2026-10-31", 1600, 48)


@pytest.mark.parametrize(
    ("days", "trends_in", "notes_in"),
    [(SEPTEMBER, "2026-09", "2026-10"), (OCTOBER, "2026-10", "2026-09")],
    ids=["trends before", "trends now"],
)
def test_a_change_of_source_is_told_and_claimed_by_nobody(
    days: tuple[pd.DataFrame, ...], trends_in: str, notes_in: str
) -> None:
    """The change stands in the Report, with a line that says what to do; it is neither “rose” nor “about the same”."""
    october = months_of(lists(), days)[-1]
    rate = october.headline["save_rate"]
    assert rate.basis != rate.previous_basis
    assert rate.previous is not None
    assert rate.change == pytest.approx(((rate.value or 0) - rate.previous) / rate.previous)
    assert rate.significant is True
    assert claim(rate) is None
    (line,) = [q for q in october.quality if q.code == "basis_changed"]
    assert line.severity == "warning"
    assert f"by the daily trends in {trends_in}, but by the notes in {notes_in}: " in line.message
    assert "save rate" in line.message
    assert line.advice
    assert f"every day of {notes_in}" in line.advice
    assert not {"save_rate_moved", "save_rate_held"} & {finding.id for finding in october.insights}


@pytest.mark.parametrize("days", [(), (*SEPTEMBER, *OCTOBER)], ids=["notes both times", "trends both times"])
def test_the_same_source_is_no_remark(days: tuple[pd.DataFrame, ...]) -> None:
    october = months_of(lists(), days)[-1]
    assert not [q for q in october.quality if q.code == "basis_changed"]
    assert claim(october.headline["save_rate"]) is True
    assert "save_rate_moved" in {finding.id for finding in october.insights}


def test_notes_that_went_the_other_way_are_no_evidence() -> None:
    """The notes' rate doubled, the trends' fell by a tenth: their fall is not beyond chance."""
    falling = (*SEPTEMBER, *trends("2026-10-01", "2026-10-31", 1600, 21))
    rate = months_of(lists(), falling)[-1].headline["save_rate"]
    assert rate.change == pytest.approx(-3 / 24)
    assert rate.significant is False


def test_the_month_before_is_judged_as_its_report_has_it() -> None:
    """An approved month keeps its verdict, whatever today's formula would give."""
    told = story()
    for known in (True, False, None):
        rate = told.report.headline["save_rate"].model_copy(update={"significant": known})
        now = told.report.model_copy(update={"headline": {**told.report.headline, "save_rate": rate}})
        assert verdict(now, told.reports[-2], "save_rate") is known


def test_other_months_are_judged_over_the_notes_of_both() -> None:
    told = moved(story(), 2)
    expected = change_by_hand(*counted(told.report, told.reports[-4], lambda _: True))
    assert verdict(told.report, told.reports[-4], "save_rate") is expected is True


def test_partial_and_first_months_are_held_against_nothing() -> None:
    partial = VARIANTS["partial month"]()
    assert verdict(partial.report, partial.reports[-2], "save_rate") is None
    assert verdict(partial.reports[-2], partial.report, "save_rate") is None
    first = story().reports[0]
    assert first.coverage.first_month
    assert comparable((first, partial.report, *story().reports[1:3]), "save_rate") == story().reports[1:3]


@pytest.mark.parametrize(("factor", "above", "below"), [(2, True, False), (0.3, False, True), (1.2, False, False)])
def test_a_month_leads_only_where_every_difference_is_beyond_chance(factor: float, above: bool, below: bool) -> None:
    told = moved(story(), factor)
    others = comparable(told.reports[:-1], "save_rate")
    assert leads(told.report, others, "save_rate") is above
    assert trails(told.report, others, "save_rate") is below
    assert not leads(told.report, (), "save_rate")


def test_one_month_that_cannot_be_judged_spoils_a_lead() -> None:
    told = moved(story(), 2)
    rate = told.report.headline["save_rate"].model_copy(update={"significant": None})
    unsure: Story = last(told, told.report.model_copy(update={"headline": {**told.report.headline, "save_rate": rate}}))
    assert not leads(unsure.report, comparable(unsure.reports[:-1], "save_rate"), "save_rate")
