"""The first screen names a planted story; an account without one is left in peace; every figure of a sentence is right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from report_gen.report import Finding, Report
from tests.planted import exported, judge
from tests.planted.books import RULES, Books, figures
from tests.planted.exported import EXPORTED
from tests.planted.plots import BY_NAME, planted
from tests.planted.quiet import quiet
from tests.planted.world import World

LARGE, SEED = 2, 2026
QUIET = range(400, 406)
# The whole list takes minutes and is the study's; here is one of every family.
HERE = (
    "a pillar wins", "save rate falls", "giveaway, unnamed", "rank lost", "leak: cover", "leak: clicks", "broken link",
    "small creator", "guides save better", "viral note",
)  # fmt: skip
SHORT = ("rank lost", "leak: cover", "leak: clicks", "giveaway, unnamed")
EXPORTED_HERE = ("a pillar wins", "giveaway, named", "rank lost")
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?%?")
_QUOTED = re.compile("“[^”]*”")  # titles and keywords may hold figures of their own


@cache
def of_plot(name: str) -> tuple[World, tuple[Report, ...]]:
    world = planted(BY_NAME[name], LARGE, SEED)
    return world, judge.told(world)


@cache
def of_seed(seed: int) -> tuple[World, tuple[Report, ...]]:
    world = quiet(seed)
    return world, judge.told(world)


@pytest.mark.parametrize("name", HERE)
def test_a_large_story_is_told_by_the_first_screen(name: str) -> None:
    _, reports = of_plot(name)
    assert judge.tells(BY_NAME[name], reports), [f.text["en"] for f in reports[-1].insights]


@pytest.mark.parametrize("name", SHORT)
def test_three_months_are_enough_for_a_large_story(name: str) -> None:
    plot = replace(BY_NAME[name], months=3)
    reports = judge.told(planted(plot, LARGE, SEED))
    assert judge.tells(plot, reports), [f.text["en"] for f in reports[-1].insights]


@pytest.mark.parametrize("name", EXPORTED_HERE)
def test_it_is_so_through_files_and_readers_too(name: str) -> None:
    story = next(one for one in EXPORTED if one.plot.name == name)
    reports = exported.planted(story, SEED)
    assert judge.tells(story.plot, reports), [f.text["en"] for f in reports[-1].insights]


def quiet_months() -> Iterator[Report]:
    for seed in QUIET:
        yield from of_seed(seed)[1][judge.FIRST_JUDGED :]


def test_accounts_without_a_story_are_left_in_peace() -> None:
    """At most 8 in 100 months claim anything; the study has many more (docs/findings.md)."""
    claimed = [judge.claims(report) for report in quiet_months()]
    assert len(claimed) > 30
    assert sum(map(bool, claimed)) <= 0.08 * len(claimed), [f.text["en"] for found in claimed for f in found]


def test_no_rule_claims_much_where_nothing_happens() -> None:
    claimed = Counter(rule for report in quiet_months() for rule in {f.rule for f in judge.claims(report)})
    claimed.pop("save_rate_moved", None)  # the contract's own test, at 5 %
    assert max(claimed.values(), default=0) <= 2, claimed


# -- figures


def wrong_figures(finding: Finding, books: Books, month: str) -> set[str]:
    """The figures of its English sentences that plain arithmetic doesn't find."""
    right = figures(finding, books, month)
    said = " ".join(one["en"] for one in (finding.text, finding.why) if one)
    return set() if right is None else set(_FIGURE.findall(_QUOTED.sub("", said))) - set(right)


@pytest.mark.parametrize("name", [*HERE, *map(str, QUIET)])
def test_every_figure_is_what_plain_arithmetic_finds(name: str) -> None:
    world, reports = of_plot(name) if name in BY_NAME else of_seed(int(name))
    books, last = Books(world), reports[-1]
    wrong = {f.id: (found, f.text["en"]) for f in last.insights if (found := wrong_figures(f, books, last.month))}
    assert not wrong


def test_most_rules_are_held_against_plain_arithmetic() -> None:
    told = {f.rule for name in HERE for f in of_plot(name)[1][-1].insights}
    assert len(told & set(RULES)) >= 14
