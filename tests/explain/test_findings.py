"""Figures of findings that the demo clients don't have, on accounts with planted stories: explained, and made once more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from report_gen import months
from report_gen.explain import Archive, explain
from report_gen.parts import parts
from report_gen.story import Story
from tests.planted.plots import BY_NAME, base
from tests.planted.world import Lift, Place, Term, config, tables, with_stories

LARGE = 2
# What these rules would say of an account whose ranks only wander, and whose clicks and saves part.
PARTED = replace(
    base(5),
    notes_per_month=6,
    terms=tuple(Term(term, 8, wander=0.5, memory=0.97) for term in ("新加坡咖啡", "新加坡早餐")),
    lifts=(Lift("saves", 0.45, since=0),),
    places=(Place("menu", 0.02, factor=3),),
)
LOST = replace(
    base(3), months=3, terms=(Term("新加坡咖啡", 3, moves=((18, 70),)),), lifts=(Lift("views", 0.35, since=-0.5),)
)
RAW = {
    "saves_before_rank": PARTED, "clicks_and_saves": PARTED, "keyword_place": LOST, "funnel_leak_since": LOST,
}  # fmt: skip
WORLDS = {
    "groups, followers and notes": ("a pillar wins", "guides save better", "giveaway, named", "viral note"),
    "reach, a trend of saves": ("reach up, rate down", "video saves better", "saves lead followers"),
}
EXPECTED = {
    "groups, followers and notes": {"pillar_leads", "trait_effect", "followers_without_saves", "note_carries"},
    "reach, a trend of saves": {"reach_without_saves", "format_effect", "saves_lead_followers"},
}


@pytest.mark.parametrize("name", WORLDS)
def test_every_figure_of_a_finding_is_explained_and_comes_to_the_same(name: str) -> None:
    """`explain` raises where the two computations disagree."""
    world = with_stories(base(2), *(BY_NAME[plot].plant(LARGE) for plot in WORLDS[name]))
    read, settings = tables(world), config(world)
    archive = Archive(read, settings, months.reports(read, settings, "client"))
    month = archive.month(archive.reports[-1].month)
    assert month is not None
    found = month.told.insights
    assert {f.rule for f in found} >= EXPECTED[name]
    figures: list[Any] = [explain(month, ("insights", f.id, "evidence", key)) for f in found for key in f.evidence]
    assert figures


@pytest.mark.parametrize("rule", RAW)
def test_a_figure_is_explained_whether_or_not_the_finding_stands(rule: str) -> None:
    """What the rule finds, before it is held against the other rules' claims."""
    read, settings = tables(RAW[rule]), config(RAW[rule])
    reports = months.reports(read, settings, "client")
    found = tuple(parts("insights")[rule].find(Story(reports)))
    assert found
    archive = Archive(read, settings, (*reports[:-1], reports[-1].model_copy(update={"insights": found})))
    month = archive.month(reports[-1].month)
    assert month is not None
    for finding in found:
        for key in finding.evidence:
            explain(month, ("insights", finding.id, "evidence", key))
