"""What rules may say: nothing without the data, no figure without its evidence, the same whatever the order."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from report_gen.insights import findings
from report_gen.parts import parts
from report_gen.report import Finding, Headline, Report
from report_gen.story import Story
from report_gen.wording import Wording
from tests.stories import VARIANTS, story

W = Wording()
FORMATS = (
    W.count,
    W.rate,
    lambda v: W.rate(v, 2),
    W.share,
    lambda v: W.points(v).split()[0],
    W.rank,
    lambda v: W.number(v),
)


def with_headline(told: Story, **changes: Headline) -> Story:
    report = told.report
    return replace(
        told, reports=(*told.reports[:-1], report.model_copy(update={"headline": {**report.headline, **changes}}))
    )


def rate(value: float, previous: float | None, significant: bool | None, **more: Any) -> Headline:
    return Headline(value=value, previous=previous, significant=significant, **more)


MET: Any = {"target": 0.025, "status": "met"}
MISSED: Any = {"target": 0.025, "status": "missed"}


def said(told: Story) -> dict[str, Finding]:
    return {f.id: f for f in findings(told)}


def figures(evidence: dict[str, Any]) -> set[str]:
    numbers = [v for v in evidence.values() if isinstance(v, int | float) and not isinstance(v, bool)]
    return {write(number) for number in numbers for write in FORMATS}


@pytest.mark.parametrize("name", VARIANTS)
def test_every_figure_in_a_sentence_stands_in_its_evidence(name: str) -> None:
    for finding in findings(VARIANTS[name]()):
        words = [v for v in finding.evidence.values() if isinstance(v, str)]
        for sentence in (finding.text, finding.why or {}, finding.action or {}):
            text = sentence.get("en", "")
            for word in sorted(words, key=len, reverse=True):
                text = text.replace(word, "")
            found = set(re.findall(r"\d[\d,.]*\d%?|\d%?", text))
            assert found <= figures(finding.evidence), (finding.id, text)


@pytest.mark.parametrize("name", VARIANTS)
def test_findings_do_not_depend_on_the_order_of_what_went_in(name: str) -> None:
    told = VARIANTS[name]()
    turned = tuple(_reversed(report) for report in told.reports)
    assert findings(replace(told, reports=turned)) == findings(told)


def _reversed(report: Report) -> Report:
    lists = ("formats", "pillars", "traits", "notes", "keywords", "destinations")
    return report.model_copy(update={name: tuple(reversed(getattr(report, name))) for name in lists})


def test_without_data_nothing_is_said() -> None:
    report = story(1).report
    bare = Report(
        schema="report-gen/report@1",
        client=report.client,
        month=report.month,
        definitions=report.definitions,
        coverage=report.coverage,
        headline={},
    )
    assert findings(Story((bare,))) == ()


def test_the_most_important_comes_first() -> None:
    weights = [f.importance for f in findings(story())]
    assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize("rule", parts("insights").values(), ids=list(parts("insights")))
def test_a_rule_starts_with_its_question(rule: Any) -> None:
    assert "?" in (rule.__doc__ or "").splitlines()[0]


# -- each rule, once where it must speak and once where it must not


@pytest.mark.parametrize(
    ("headline", "id_", "text"),
    [
        (rate(0.031, 0.025, True), "save_rate_moved", "Save rate rose from 2.5% to 3.1%"),
        (rate(0.025, 0.031, True), "save_rate_moved", "Save rate fell from 3.1% to 2.5%"),
        (
            rate(0.031, 0.025, False),
            "save_rate_held",
            "Save rate is about the same as in September: 3.1% against 2.5%",
        ),
    ],
)
def test_save_rate_rose_or_fell_only_when_that_is_beyond_chance(headline: Headline, id_: str, text: str) -> None:
    found = said(with_headline(story(), save_rate=headline))
    assert found[id_].text["en"] == text
    assert len({"save_rate_moved", "save_rate_held"} & set(found)) == 1


@pytest.mark.parametrize(
    ("headline", "text"),
    [
        (rate(0.031, None, None, interval=(0.026, 0.036), **MET), "Save rate is 0.6 points above its target of 2.5%"),
        (
            rate(0.021, None, None, interval=(0.019, 0.023), **MISSED),
            "Save rate is 0.4 points below its target of 2.5%",
        ),
        (
            rate(0.031, None, None, interval=(0.02, 0.04), **MET),
            "Save rate meets its target of 2.5%",
        ),
        (rate(0.021, None, None, **MISSED), "Save rate misses its target of 2.5%"),
    ],
)
def test_save_rate_is_held_against_its_target(headline: Headline, text: str) -> None:
    found = said(with_headline(story(), save_rate=headline))["save_rate_target"]
    assert found.text["en"] == text
    assert ("between them could be chance." in (found.why or {}).get("en", "")) is ("points" not in text)


def test_a_pillar_leads_only_where_intervals_do_not_overlap() -> None:
    told = story()
    groups = told.report.pillars[:2]

    def between(first: tuple[float, float], second: tuple[float, float]) -> set[str]:
        pillars = tuple(
            g.model_copy(update={"save_rate": sum(i) / 2, "interval": i})
            for g, i in zip(groups, (first, second), strict=True)
        )
        report = told.report.model_copy(update={"pillars": pillars})
        return set(said(replace(told, reports=(*told.reports[:-1], report))))

    assert "pillar_leads" in between((0.04, 0.05), (0.01, 0.02))
    assert "pillar_leads" not in between((0.015, 0.05), (0.01, 0.02))


def test_followers_without_saves_are_named() -> None:
    usual = story()
    told = with_headline(usual, new_followers=Headline(value=5000), saves=Headline(value=usual.before.value("saves")))  # type: ignore[union-attr]
    assert said(told)["followers_without_saves"].text["en"].startswith("Followers came without saves: 5,000 new")
    assert "followers_without_saves" not in said(
        with_headline(usual, new_followers=Headline(value=5000), saves=Headline(value=90000))
    )


def partial_month(report: Report) -> Report:
    """As `months.link` leaves it: part of a month has nothing before it."""
    keywords = tuple(k.model_copy(update={"previous_rank": None}) for k in report.keywords)
    coverage = report.coverage.model_copy(update={"partial": True})
    return report.model_copy(update={"keywords": keywords, "coverage": coverage})


@pytest.mark.parametrize("which", [-1, -2], ids=["this month is partial", "the month before is"])
def test_nothing_is_said_to_have_moved_where_a_month_is_partial(which: int) -> None:
    """A rank that was not compared was not “not found” either."""
    told = with_headline(story(), new_followers=Headline(value=90000))
    reports = list(told.reports)
    reports[which] = partial_month(reports[which])
    reports[-1] = reports[-1].model_copy(update={"keywords": partial_month(reports[-1]).keywords})
    found = set(said(replace(told, reports=tuple(reports))))
    assert not {"keyword_climbed", "keyword_slipped"} & found
    assert which == -2 or "followers_without_saves" not in found


def test_a_keyword_that_climbed_is_named_with_both_ranks() -> None:
    told = story()
    keyword = told.report.keywords[0].model_copy(update={"rank": 2, "previous_rank": 18, "days_observed": 31})
    report = told.report.model_copy(update={"keywords": (keyword,)})
    found = said(replace(told, reports=(*told.reports[:-1], report)))
    assert found["keyword_climbed"].text["en"] == f"{keyword.term} climbed from rank 18 to 2"


@pytest.mark.parametrize("met", [True, False], ids=["met", "missed"])
def test_the_target_s_why_names_the_pillar_that_pulls_most_that_way(met: bool) -> None:
    told = story()
    shares = (("Up", 0.6, 500), ("Down", 0.4, 500))
    pillars = tuple(
        told.report.pillars[0].model_copy(
            update={"name": name, "share_of_saves": share, "impressions": shown, "interval": None}
        )
        for name, share, shown in shares
    )
    headline = rate(0.03, None, None, target=0.025, status="met" if met else "missed", interval=(0.028, 0.032))
    report = told.report.model_copy(update={"pillars": pillars})
    found = said(with_headline(replace(told, reports=(*told.reports[:-1], report)), save_rate=headline))
    why = (found["save_rate_target"].why or {})["en"]
    assert why == (
        "Lifted most by Up: 60% of saves from 50% of what was shown."
        if met
        else "Held down most by Down: 40% of saves from 50% of what was shown."
    )


def test_of_two_climbs_the_one_of_the_weightier_keyword_is_told() -> None:
    told = story()
    base = told.report.keywords[0].model_copy(update={"days_observed": 31, "previous_rank": 18})
    listed = (
        base.model_copy(update={"term": "light", "rank": 2, "weight": 1}),
        base.model_copy(update={"term": "heavy", "rank": 3, "weight": 2}),
    )
    before = told.reports[-2].model_copy(update={"keywords": listed})
    report = told.report.model_copy(update={"keywords": listed})
    found = said(replace(told, reports=(*told.reports[:-2], before, report)))
    assert found["keyword_climbed"].evidence["keyword"] == "heavy"


def test_a_missed_target_of_click_throughs_says_what_they_are_made_of() -> None:
    told = with_headline(
        story(),
        click_throughs=Headline(value=1300, target=1400, status="missed"),
        click_through_rate=rate(0.0108, 0.0113, None),
        impressions=Headline(value=97, previous=100, change=-0.03),
    )
    why = (said(told)["clicks_target"].why or {})["en"]
    assert why == "Notes were shown 3% less often than in September; 1.08% of that led to a click, against 1.13%."
