"""Findings about saves, followers, pillars, formats, traits and notes, on accounts whose truth is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from report_gen.insights import findings
from report_gen.parts import parts
from report_gen.report import Event, Finding, Note, Report
from report_gen.story import Story
from tests.insights.accounts import Account, Made, story

OURS = (
    "evergreen_notes", "followers_without_saves", "format_effect", "hidden_winner", "note_breakout", "note_carries",
    "pillar_changed", "pillar_leads", "pillar_trails", "pillar_trait", "reach_without_saves", "save_rate_held",
    "save_rate_moved", "save_rate_trend", "saves_lead_followers", "trait_effect",
)  # fmt: skip


def find(rule: str, told: Story) -> list[Finding]:
    return list(parts("insights")[rule].find(told))


def said(told: Story) -> dict[str, Finding]:
    return {finding.id: finding for finding in findings(told)}


def english(finding: Finding) -> str:
    return " ".join((part or {}).get("en", "") for part in (finding.text, finding.why, finding.action))


def in_pillar(name: str, factor: float) -> Callable[[Made, int], float]:
    return lambda note, month: factor if note.pillar == name else 1.0


def partly(told: Story) -> Story:
    """The same, but of its last month only a part."""
    coverage = told.report.coverage.model_copy(update={"partial": True})
    return replace(told, reports=(*told.reports[:-1], told.report.model_copy(update={"coverage": coverage})))


# -- accounts without a story


@pytest.mark.parametrize("seed", range(8))
def test_an_account_without_a_story_is_told_none(seed: int) -> None:
    told = story(Account(seed=seed, days=both()))
    assert [f.id for f in findings(told) if f.p is not None and f.rule in OURS] == []


@pytest.mark.parametrize("rule", OURS)
def test_no_rule_speaks_without_notes_and_days(rule: str) -> None:
    told = story(Account(months=1))
    empty = told.report.model_copy(
        update={"headline": {}, "notes": (), "pillars": (), "formats": (), "traits": (), "days": ()}
    )
    assert find(rule, Story((empty,))) == []


# -- pillars


def test_a_pillar_that_leads_is_told_with_the_rates_that_its_notes_add_up_to() -> None:
    told = story(Account(rate=in_pillar("Gifts", 2.0)))
    found = said(told)["pillar_leads:Gifts"]
    own, others = sums(told, lambda n: n.pillar == "Gifts"), sums(told, lambda n: n.pillar != "Gifts")
    assert (found.evidence["rate"], found.evidence["other_rate"]) == pytest.approx((own, others))
    assert (found.text["en"]).startswith("Gifts earned ")
    assert f"Over 6 months {own:.1%} of what it showed was saved, against {others:.1%}" in english(found)
    assert found.watch == "pillars|Gifts|save_rate"


def sums(told: Story, member: Callable[[Note], bool]) -> float:
    notes = [n for report in told.reports[-6:] for n in report.notes if member(n)]
    return sum(n.activity["saves"] or 0 for n in notes) / sum(n.activity["impressions"] or 0 for n in notes)


def test_a_steady_winner_whose_old_notes_earn_is_written_on_from_its_most_saved_note() -> None:
    told = story(Account(rate=in_pillar("Gifts", 2.0)))
    best = max((n for n in told.report.notes if n.pillar == "Gifts"), key=lambda n: n.adjusted_save_rate or 0)
    action = (said(told)["pillar_leads:Gifts"].action or {})["en"]
    assert action.startswith(f"Write the long form, the e-mail or the landing page from “{best.title}”")


def test_a_new_winner_gets_more_of_the_plan() -> None:
    found = said(story(Account(months=1, notes=60, rate=in_pillar("Gifts", 2.5))))["pillar_leads:Gifts"]
    assert found.action == found.action | {"en": "Give Gifts more of next month’s plan."}  # type: ignore[operator]


def test_beside_a_winner_the_others_are_not_weak() -> None:
    assert not [f for f in said(story(Account(rate=in_pillar("Gifts", 3.0)))) if f.startswith("pillar_trails")]


def test_a_weak_pillar_is_named_beside_a_winner() -> None:
    rates = {"Gifts": 3.0, "Breakfast": 0.4, "Guides": 1.0}
    found = said(story(Account(notes=30, rate=lambda note, month: rates[note.pillar])))
    assert {"pillar_leads:Gifts", "pillar_trails:Breakfast"} <= set(found)
    assert "The rest is counted without Gifts." in english(found["pillar_trails:Breakfast"])


def test_a_pillar_that_only_uses_the_better_format_does_not_lead() -> None:
    """Videos are saved more; Gifts has nothing but videos."""
    account = Account(
        rate=lambda note, month: 2.5 if note.format == "video" else 1.0,
        format_of=lambda pillar: 0.95 if pillar == "Gifts" else 0.3,
        notes=30,
    )
    found = said(story(account))
    assert "format_effect" in found
    assert not [f for f in found if f.startswith("pillar")]


@pytest.mark.parametrize(("factor", "words"), [(0.3, "less often than before"), (3.0, "more often than before")])
def test_a_pillar_that_changed_this_month_is_told_beside_the_others(factor: float, words: str) -> None:
    account = Account(notes=24, rate=lambda note, month: factor if (note.pillar, month) == ("Gifts", 0) else 1.0)
    (found,) = find("pillar_changed", story(account))
    assert words in found.text["en"]
    assert (found.evidence["pillar"], found.p is not None and found.p < 0.001) == ("Gifts", True)


def test_when_all_notes_do_worse_no_pillar_changed() -> None:
    told = story(Account(rate=lambda note, month: 0.4 if month == 0 else 1.0))
    assert not [f for f in find("pillar_changed", told) if (f.p or 0) < 0.01]
    assert "save_rate_moved" in said(told)


# -- formats and traits


def test_a_format_that_is_saved_more_is_told() -> None:
    found = said(story(Account(rate=lambda note, month: 2.0 if note.format == "video" else 1.0)))["format_effect"]
    assert found.text["en"].startswith("Videos are saved more often than image notes: ")


def test_a_format_that_only_the_better_pillar_uses_gets_no_credit() -> None:
    account = Account(
        rate=in_pillar("Gifts", 2.5), format_of=lambda pillar: 0.9 if pillar == "Gifts" else 0.2, notes=30
    )
    found = said(story(account))
    assert "pillar_leads:Gifts" in found
    assert "format_effect" not in found


def test_a_trait_that_only_the_better_pillar_uses_gets_no_credit() -> None:
    account = Account(rate=in_pillar("Gifts", 2.5), trait_of=lambda pillar: 0.9 if pillar == "Gifts" else 0.2, notes=30)
    assert "trait_effect:guide" not in said(story(account))


@pytest.mark.parametrize(("factor", "words"), [(2.2, "saved more often"), (0.4, "saved less often")])
def test_a_trait_that_makes_notes_save_worthy_is_told(factor: float, words: str) -> None:
    account = Account(rate=lambda note, month: factor if "guide" in note.traits else 1.0)
    assert words in said(story(account))["trait_effect:guide"].text["en"]


def test_a_pair_is_more_than_its_pillar_and_its_trait() -> None:
    account = Account(
        notes=40, rate=lambda note, month: 4.0 if note.pillar == "Gifts" and "local" in note.traits else 1.0
    )
    found = said(story(account))["pillar_trait:Gifts · local"]
    assert found.text["en"].startswith("In Gifts, notes of the kind “local” are saved more often than its others: ")


# -- what moved


def test_the_pillar_that_moved_the_rate_is_named_with_its_part() -> None:
    account = Account(notes=30, rate=lambda note, month: 3.0 if (note.pillar, month) == ("Gifts", 0) else 1.0)
    found = said(story(account))["save_rate_moved"]
    assert found.text["en"].endswith(", mostly through Gifts")
    assert "came from Gifts being saved more often" in english(found)
    assert found.evidence["own"] + found.evidence["mix"] <= found.evidence["points"] * 1.05


def test_where_every_pillar_moved_none_is_the_cause() -> None:
    found = said(story(Account(rate=lambda note, month: 0.4 if month == 0 else 1.0)))["save_rate_moved"]
    assert "group" not in found.evidence
    assert "All 3 pillars moved the same way: no single one made it." in english(found)


def test_a_shift_of_what_is_shown_is_told_apart_from_saving() -> None:
    """No pillar is saved otherwise than before; of the one that is saved most, far more is shown."""
    rates = {"Gifts": 5.0, "Breakfast": 1.0, "Guides": 1.0}
    account = Account(
        notes=30,
        spread=0.05,
        rate=lambda note, month: rates[note.pillar],
        reach=lambda note, month: 6.0 if (note.pillar, month) == ("Gifts", 0) else 1.0,
    )
    why = english(said(story(account))["save_rate_moved"])
    assert "came from showing more of Gifts, which is saved more than most." in why
    assert "being saved more often" not in why


def test_a_rate_that_falls_month_by_month_is_told_as_such() -> None:
    told = story(Account(months=9, rate=lambda note, month: 0.86 ** (8 - month)))
    found = find("save_rate_trend", told)[0]
    assert found.text["en"].startswith("Save rate has fallen over ")
    assert (found.p or 1) < 0.001


def test_reach_that_brings_no_saves_is_told_instead_of_the_fall() -> None:
    account = Account(
        notes=30,
        reach=lambda note, month: 4.0 if month == 0 else 1.0,
        rate=lambda note, month: 0.4 if month == 0 else 1.0,
    )
    found = said(story(account))
    assert found["reach_without_saves"].text["en"].startswith("Reach rose without saves: ")
    assert "save_rate_moved" not in found


# -- followers


def both(jump: float = 1.0, saves: float = 1.0, first: int = 10, last: int = 16) -> Any:
    """Days of about 20 followers and 40 saves; from `first` to `last` October as many times more."""

    def day(random: np.random.Generator, date: dt.date) -> dict[str, int]:
        inside = (date.year, date.month) == (2026, 10) and first <= date.day <= last
        shared = float(np.exp(random.normal(0, 0.2)))
        rates = (20 * shared * (jump if inside else 1), 40 * shared * (saves if inside else 1))
        return dict(zip(("new_followers", "saves"), map(int, random.poisson(rates)), strict=True))

    return day


def test_days_with_followers_and_no_more_saves_are_told_with_their_dates() -> None:
    found = said(story(Account(days=both(jump=6))))["followers_without_saves"]
    assert " new on 10–16 October, where " in found.text["en"]
    assert "giveaway" in english(found)


def test_the_client_s_own_event_names_them() -> None:
    event = Event(name="Raya draw", start=dt.date(2026, 10, 9), end=dt.date(2026, 10, 16))
    found = said(story(Account(days=both(jump=6), events=(event,))))["followers_without_saves"]
    assert "It was the time of “Raya draw”" in english(found)


def test_followers_jump_beside_saves_that_they_never_followed() -> None:
    """Saves that leap from day to day don't hide a jump of followers who come at an even pace."""

    def day(random: np.random.Generator, date: dt.date) -> dict[str, int]:
        jumped = 10 if dt.date(2026, 10, 10) <= date <= dt.date(2026, 10, 15) else 1
        return {"saves": int(np.exp(random.normal(4, 0.9))), "new_followers": int(random.poisson(60 * jumped))}

    found = said(story(Account(days=day)))["followers_without_saves"]
    assert " new on 10–15 October, where " in found.text["en"]
    calm = story(Account(days=lambda random, date: day(random, dt.date(2026, 1, 1))))
    assert "followers_without_saves" not in said(calm)


def test_followers_who_come_with_saves_are_welcome() -> None:
    assert "followers_without_saves" not in said(story(Account(days=both(jump=6, saves=6))))


def test_saves_that_come_before_followers_are_told_with_the_days_between() -> None:
    series: dict[dt.date, float] = {}

    def day(random: np.random.Generator, date: dt.date) -> dict[str, int]:
        series[date] = float(np.exp(random.normal(4, 0.5)))
        before = series.get(date - dt.timedelta(days=3), 60.0)
        return {"saves": int(series[date]), "new_followers": int(random.poisson(before / 3))}

    found = said(story(Account(days=day)))["saves_lead_followers"]
    assert found.text["en"] == "After a day with more saves, more followers come 3 days later"


def test_saves_and_followers_of_the_same_day_are_no_lead() -> None:
    assert find("saves_lead_followers", story(Account(days=both()))) == []


# -- notes


VIRAL = Made(900, 0, "Guides", "image", (), 150_000)
OLD = Made(901, 4, "Guides", "image", (), 900_000)


def test_a_note_that_brings_most_saves_is_told_beside_what_is_usual() -> None:
    found = said(story(Account(extra=(VIRAL,))))["note_carries"]
    assert found.evidence["title"] == "Title 900"
    assert "In a usual month the first note brings " in english(found)


def test_a_first_note_like_those_of_other_months_weighs_less_than_one_beyond_them() -> None:
    """Nor does it weigh much where there are too few months to say what is usual."""
    alone = story(Account(months=2, extra=(VIRAL,)))
    beyond, unknown = (said(one)["note_carries"] for one in (story(Account(extra=(VIRAL,))), alone))
    assert beyond.importance > 0.7
    assert unknown.importance < 0.5


def test_a_note_that_stands_out_and_is_seen_is_a_pattern_for_others() -> None:
    account = Account(extra=(replace(VIRAL, reach=4000),), rate=lambda note, month: 8.0 if note.number == 900 else 1.0)
    assert said(story(account))["note_breakout"].evidence["title"] == "Title 900"


def test_a_note_that_stands_out_and_is_hardly_seen_deserves_a_budget() -> None:
    account = Account(
        spread=0.7, extra=(replace(VIRAL, reach=95),), rate=lambda note, month: 14.0 if note.number == 900 else 1.0
    )
    found = said(story(account))["hidden_winner"]
    assert found.evidence["title"] == "Title 900"
    assert "Put budget behind it" in english(found)


def test_old_notes_that_still_earn_are_named_with_their_saves() -> None:
    told = story(Account(extra=(OLD,)))
    found = said(told)["evergreen_notes"]
    saves = next(n.activity["saves"] for n in told.report.notes if n.key == "note 901")
    assert "“Title 901” alone " in found.text["en"]
    assert f"“Title 901” ({saves:,} saves)" in english(found)


# -- months that nothing may be held against


@pytest.mark.parametrize(
    "account",
    [
        pytest.param(Account(days=both(jump=6)), id="followers"),
        pytest.param(
            Account(rate=lambda n, m: 0.4 if m == 0 else 1, reach=lambda n, m: 4 if m == 0 else 1), id="reach"
        ),
        pytest.param(Account(notes=24, rate=lambda n, m: 3 if (n.pillar, m) == ("Gifts", 0) else 1), id="a pillar"),
    ],
)
def test_part_of_a_month_is_held_against_no_other(account: Account) -> None:
    told = partly(story(account))
    assert not {"reach_without_saves", "pillar_changed", "save_rate_trend"} & {f.rule for f in findings(told)}


def test_findings_do_not_depend_on_the_order_of_notes() -> None:
    told = story(Account(rate=in_pillar("Gifts", 2.0), days=both(jump=6), extra=(OLD,)))
    assert findings(Story(tuple(map(_turned, told.reports)))) == findings(told)


def _turned(report: Report) -> Report:
    lists = ("formats", "pillars", "traits", "notes", "days")
    return report.model_copy(update={name: tuple(reversed(getattr(report, name))) for name in lists})
