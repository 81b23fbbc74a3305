"""The platform takes engagement back: days, notes and whole months can count below 0. No rule, chart or table stumbles."""

from __future__ import annotations

import random
from typing import Any

import pytest

from report_gen.insights import findings
from report_gen.parts import parts
from report_gen.phrases import lead
from report_gen.report import Report
from report_gen.story import Story
from tests.stories import story

DEPTHS = ("some", "half", "all")


def taken_back(told: Story, depth: str) -> Story:
    """The story with counts turned below 0: of some days and notes, of half of them, or of everything there is."""
    dice = random.Random(f"taken back {depth}")
    return Story(tuple(_fallen(report, depth, dice) for report in told.reports), told.wording, told.look)


def _fallen(report: Report, depth: str, dice: random.Random) -> Report:
    share = {"some": 0.1, "half": 0.5, "all": 1.0}[depth]

    def fall(value: Any) -> Any:
        whole = isinstance(value, int) and not isinstance(value, bool)
        return -abs(value) - 1 if whole and dice.random() < share else value

    def counts(values: dict[str, Any]) -> dict[str, Any]:
        return {name: fall(value) for name, value in values.items()}

    days = tuple(day.model_copy(update={"values": counts(day.values)}) for day in report.days)
    notes = tuple(note.model_copy(update={"activity": counts(note.activity)}) for note in report.notes)
    groups = {
        kind: tuple(
            group.model_copy(
                update=counts({n: getattr(group, n) for n in ("impressions", "views", "saves", "comments")})
            )
            for group in getattr(report, kind)
        )
        for kind in ("formats", "pillars", "traits")
    }
    headline = report.headline
    if depth == "all":
        headline = {
            name: h.model_copy(update={"value": fall(h.value), "previous": fall(h.previous)})
            for name, h in headline.items()
        }
    return report.model_copy(update={"days": days, "notes": notes, "headline": headline, **groups})


@pytest.mark.parametrize("depth", DEPTHS)
def test_rules_survive_counts_below_nothing(depth: str) -> None:
    told = taken_back(story(), depth)
    assert all(finding.text["en"] for finding in findings(told))


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("package", ["charts", "listings"])
def test_charts_and_tables_survive_counts_below_nothing(package: str, depth: str) -> None:
    told = taken_back(story(), depth)
    for part in parts(package).values():
        part.figure(told) if package == "charts" else part.listing(told)


@pytest.mark.parametrize("depth", DEPTHS)
def test_first_sentences_survive_counts_below_nothing(depth: str) -> None:
    told = taken_back(story(), depth)
    assert all(lead(told, page) for page in ("overview", "saves", "comments", "click-throughs", "notes"))
