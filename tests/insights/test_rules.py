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
from report_gen.wording import Wording, languages
from tests.stories import VARIANTS, story


def with_headline(told: Story, **changes: Headline) -> Story:
    report = told.report
    return replace(
        told, reports=(*told.reports[:-1], report.model_copy(update={"headline": {**report.headline, **changes}}))
    )


def rate(value: float, previous: float | None, significant: bool | None, **more: Any) -> Headline:
    return Headline(value=value, previous=previous, significant=significant, **more)


def said(told: Story) -> dict[str, Finding]:
    return {f.id: f for f in findings(told)}


def figures(evidence: dict[str, Any], w: Wording) -> set[str]:
    """Every way to write the evidence's numbers, and the days of its dates."""
    numbers = [v for v in evidence.values() if isinstance(v, int | float) and not isinstance(v, bool)]
    written = (
        w.count, w.rate, lambda v: w.rate(v, 2), w.share, lambda v: w.number(v * 100), lambda v: w.number(v * 100, 2),
        w.rank, w.number, lambda v: w.number(v, 2),
    )  # fmt: skip
    days = {str(int(v[8:])) for v in evidence.values() if isinstance(v, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", v)}
    more = {w.count(n) for v in evidence.values() if isinstance(v, list | tuple) for n in range(len(v) + 1)}
    return {write(number) for number in numbers for write in written} | days | more


def unnamed(text: str, finding: Finding, w: Wording) -> str:
    """Without the names of notes, keywords and pillars, which are theirs who gave them, and of months, which are numbers in
    Chinese."""
    values = [v for v in finding.evidence.values() if isinstance(v, str)]
    values += [v for many in finding.evidence.values() if isinstance(many, list | tuple) for v in map(str, many)]
    for word in sorted({*values, *map(w.name, values)} - {""}, key=len, reverse=True):
        text = text.replace(word, "")
    return re.sub(r"\d+月", "", text)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", VARIANTS)
def test_every_figure_in_a_sentence_stands_in_its_evidence(name: str, language: str) -> None:
    told = VARIANTS[name]()
    for finding in findings(told):
        for sentence in (finding.text, finding.why or {}, finding.action or {}):
            said = unnamed(sentence.get(language, ""), finding, Wording(language, told.report.names.get(language, {})))
            found = set(re.findall(r"\d[\d,.]*\d%?|\d%?", said))
            assert found <= figures(finding.evidence, Wording(language)), (finding.id, said)


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
    assert found[id_].text["en"].removesuffix(", mostly through Kopi guides") == text
    assert len({"save_rate_moved", "save_rate_held"} & set(found)) == 1
