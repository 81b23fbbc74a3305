"""Actions from month to month: proposed by findings, decided upon by the analyst, followed until they are done."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from report_gen.actions import with_words
from report_gen.insights import findings
from report_gen.measures import Numbers
from report_gen.story import Action, Story
from tests import stories
from tests.shelves import AIRPORT, FACT, front, shelf, told

AGREED = "[{finding: pillar_leads, state: accepted, owner: Mei, due: 2026-10-12}]"


def actions(folder: Path, story: Story | None = None, **files: str) -> dict[str, Action]:
    """Of October, by id. Files are given as en="…" and zh="…"."""
    names = {"en": "2026-10.md", "zh": "2026-10.zh.md"}
    place = shelf(folder, {names[language]: text for language, text in files.items()})
    return {one.finding: one for one in with_words(story or told(), place).actions}


def followed(folder: Path, story: Story | None = None, **files: str) -> tuple[Action, ...]:
    """In October. Files are given by month, as m09="…", those in Chinese as m09zh="…"."""
    names = {month: f"2026-{month[1:3]}{'.zh' if month[3:] else ''}.md" for month in files}
    return with_words(story or told(), shelf(folder, {names[month]: text for month, text in files.items()})).followed


# -- this month's


def test_without_a_file_each_action_is_as_its_finding_proposes_it(tmp_path: Path) -> None:
    assert list(actions(tmp_path).values()) == [
        Action("pillar_leads", "Publish two more guides."),
        Action("keyword_moved:樟宜机场美食", "Re-shoot the airport note."),
    ]


def test_the_file_decides_state_owner_date_and_words(tmp_path: Path) -> None:
    decided = "[{finding: pillar_leads, state: accepted, owner: Mei, due: 2026-11-12, do: Publish three.}]"
    assert actions(tmp_path, en=front(actions=decided))["pillar_leads"] == Action(
        "pillar_leads", "Publish three.", "accepted", "Mei", dt.date(2026, 11, 12)
    )


def test_an_action_of_the_analyst_s_own_comes_after_those_of_findings(tmp_path: Path) -> None:
    found = actions(tmp_path, en=front(actions="[{do: Call the outlet., state: accepted}]"))
    assert list(found.values())[-1] == Action("own:call the outlet.", "Call the outlet.", "accepted")


def test_an_accepted_action_stays_when_its_finding_is_gone(tmp_path: Path) -> None:
    """It was agreed, whatever newer exports make of its reason."""
    decided = "[{finding: pillar_leads, state: accepted, do: Publish three.}]"
    found = actions(tmp_path, told(findings=(AIRPORT,)), en=front(actions=decided))
    assert found["pillar_leads"].text == "Publish three."


def test_a_finding_that_is_gone_and_has_no_words_says_nothing(tmp_path: Path) -> None:
    assert list(actions(tmp_path, told(findings=(FACT,)), en=front(actions=AGREED))) == []


@pytest.mark.parametrize(
    ("en", "zh", "text"),
    [
        ("", "", "再发布两篇攻略。"),
        ("[{finding: pillar_leads, do: Publish three.}]", "", "再发布两篇攻略。"),
        ("[{finding: pillar_leads, do: Publish three.}]", "[{finding: pillar_leads, do: 再发三篇。}]", "再发三篇。"),
        ("", "[{finding: pillar_leads, do: 再发三篇。}]", "再发三篇。"),
    ],
    ids=["proposed", "edited in English", "edited in both", "edited in Chinese"],
)
def test_in_another_language_its_own_words_come_first_then_the_proposal(
    tmp_path: Path, en: str, zh: str, text: str
) -> None:
    files = {language: front(actions=lines) for language, lines in (("en", en), ("zh", zh)) if lines}
    assert actions(tmp_path, told("zh"), **files)["pillar_leads"].text == text


def test_state_owner_and_date_are_those_of_the_first_language(tmp_path: Path) -> None:
    files = {
        "en": front(actions="[{finding: pillar_leads, state: accepted, owner: Mei, due: 2026-11-12}]"),
        "zh": front(actions="[{finding: pillar_leads, state: dropped, due: 2026-12-01}]"),
    }
    for language in ("en", "zh"):
        found = actions(tmp_path, told(language), **files)["pillar_leads"]
        assert (found.state, found.owner, found.due) == ("accepted", "Mei", dt.date(2026, 11, 12))


def test_an_owner_may_have_another_name_in_another_language(tmp_path: Path) -> None:
    files = {"en": front(actions=AGREED), "zh": front(actions="[{finding: pillar_leads, owner: 小美}]")}
    assert actions(tmp_path, told("zh"), **files)["pillar_leads"].owner == "小美"


@pytest.mark.parametrize(
    ("en", "zh", "texts"),
    [
        ("[{do: Call them.}]", "", ["Call them."]),
        ("[{do: Call them.}]", "[{do: 打电话。}]", ["打电话。"]),
        ("[{finding: 'own:call', do: Call them.}]", "[{finding: 'own:call', do: 打电话。}]", ["打电话。"]),
        ("[{finding: 'own:call', do: Call them.}]", "[]", ["Call them."]),
        ("[{do: Call them.}]", "[{finding: 'own:call them.', do: 打电话。}]", ["打电话。"]),
    ],
    ids=["one file", "each its own", "by name", "by name, untranslated", "by its words"],
)
def test_an_action_of_one_s_own_is_told_once_in_each_language(
    tmp_path: Path, en: str, zh: str, texts: list[str]
) -> None:
    files = {language: front(actions=lines) for language, lines in (("en", en), ("zh", zh)) if lines}
    found = actions(tmp_path, told("zh", findings=()), **files)
    assert [one.text for one in found.values()] == texts


def test_a_draft_decides_nothing(tmp_path: Path) -> None:
    found = actions(tmp_path, en=front(draft="true", actions=AGREED))
    assert found["pillar_leads"].state == "proposed"


# -- what became of the month before's


def test_only_accepted_actions_are_followed(tmp_path: Path) -> None:
    decided = "[{finding: pillar_leads, state: accepted}, {finding: 'keyword_moved:樟宜机场美食', state: dropped}, {do: Call.}]"
    assert [one.finding for one in followed(tmp_path, m09=front(actions=decided))] == ["pillar_leads"]


def test_an_action_is_open_until_somebody_says_more(tmp_path: Path) -> None:
    (one,) = followed(tmp_path, m09=front(actions=AGREED))
    assert (one.state, one.outcome, one.owner, one.due) == ("open", None, "Mei", dt.date(2026, 10, 12))


def test_this_month_s_file_says_what_became_of_it(tmp_path: Path) -> None:
    became = "[{finding: pillar_leads, state: done, outcome: Both are out.}]"
    (one,) = followed(tmp_path, m09=front(actions=AGREED), m10=front(followed=became))
    assert (one.state, one.outcome) == ("done", "Both are out.")


def test_the_number_that_it_was_to_move_stands_beside_it_then_and_now(tmp_path: Path) -> None:
    story = told()
    then, now = (next(p.save_rate for p in report.pillars if p.name == "Kopi guides") for report in story.reports[-2:])
    (one,) = followed(tmp_path, story, m09=front(actions=AGREED))
    assert (one.number, one.since) == ("Kopi guides: Save rate", "2026-09")
    assert (one.then, one.now) == (f"{then:.1%}", f"{now:.1%}")


def test_that_a_keyword_was_not_found_is_a_rank_too(tmp_path: Path) -> None:
    story = told(findings=({**AIRPORT, "watch": "keywords|樟宜机场美食|rank"},))
    before, now = story.reports[-2:]
    lost = tuple(k.model_copy(update={"rank": None}) if k.term == "樟宜机场美食" else k for k in before.keywords)
    reports = (*story.reports[:-2], before.model_copy(update={"keywords": lost}), now)
    decided = front(actions="[{finding: 'keyword_moved:樟宜机场美食', state: accepted}]")
    (one,) = followed(tmp_path, replace(story, reports=reports), m09=decided)
    rank = next(k.rank for k in now.keywords if k.term == "樟宜机场美食")
    assert (one.number, one.then, one.now) == ("樟宜机场美食: Search rank", "not found", f"{rank:g}")


def test_a_partial_month_is_held_against_nothing(tmp_path: Path) -> None:
    story = stories.VARIANTS["partial month"]()
    insights = told().report.insights
    reports = tuple(report.model_copy(update={"insights": insights}) for report in story.reports)
    before = reports[-2].month
    place = shelf(tmp_path, {f"{before}.md": front(actions=AGREED)})
    (one,) = with_words(replace(story, reports=reports), place).followed
    assert (one.number, one.then, one.now) == (None, None, None)


def test_what_is_still_open_is_followed_further_and_what_is_done_is_not(tmp_path: Path) -> None:
    files = {"m08": front(actions=AGREED), "m09": front(followed="[{finding: pillar_leads, state: open}]")}
    (one,) = followed(tmp_path, **files)
    assert (one.finding, one.since) == ("pillar_leads", "2026-08")
    files["m09"] = front(followed="[{finding: pillar_leads, state: done}]")
    assert followed(tmp_path, **files) == ()


def test_after_three_months_nobody_is_reminded_any_more(tmp_path: Path) -> None:
    assert len(followed(tmp_path, m07=front(actions=AGREED))) == 1
    (tmp_path / "clients" / "kopi" / "commentary" / "2026-07.md").unlink()
    assert followed(tmp_path, m06=front(actions=AGREED)) == ()


def test_an_outcome_is_told_in_the_language_that_it_was_written_in(tmp_path: Path) -> None:
    became = "[{finding: pillar_leads, state: done, outcome: Both are out.}]"
    files = {"m09": front(actions=AGREED), "m10": front(followed=became)}
    (one,) = followed(tmp_path, told("zh"), **files)
    assert (one.text, one.state, one.outcome) == ("再发布两篇攻略。", "done", None)
    files["m10zh"] = front(followed="[{finding: pillar_leads, outcome: 两篇都已发布。}]")
    (one,) = followed(tmp_path, told("zh"), **files)
    assert (one.state, one.outcome) == ("done", "两篇都已发布。")


def test_an_action_of_one_s_own_is_followed_by_its_words(tmp_path: Path) -> None:
    files = {
        "m09": front(actions="[{do: Call the outlet., state: accepted}]"),
        "m10": front(followed="[{do: call the outlet., state: dropped}]"),
    }
    (one,) = followed(tmp_path, **files)
    assert (one.text, one.state) == ("Call the outlet.", "dropped")


def test_the_first_month_of_all_follows_nothing(tmp_path: Path) -> None:
    assert with_words(told(months=1), shelf(tmp_path, {})).followed == ()


# -- what pages show


def test_a_dropped_action_is_not_shown(tmp_path: Path) -> None:
    story = with_words(
        told(), shelf(tmp_path, {"2026-10.md": front(actions="[{finding: pillar_leads, state: dropped}]")})
    )
    guides, airport = story.report.insights[:2]
    assert story.action_on(guides) is None
    assert story.action_on(airport) == Action(airport.id, "Re-shoot the airport note.")


def test_an_accepted_action_that_no_shown_finding_speaks_of_is_shown_beside_them(tmp_path: Path) -> None:
    decided = "[{finding: pillar_leads, state: accepted}, {do: Call., state: accepted}, {do: Wait.}]"
    story = with_words(told(), shelf(tmp_path, {"2026-10.md": front(actions=decided)}))
    assert [one.text for one in story.agreed_beside(story.report.insights)] == ["Call."]
    assert [one.text for one in story.agreed_beside(())] == ["Publish two more guides.", "Call."]


def test_what_a_finding_s_action_is_to_move_is_a_number_of_the_report() -> None:
    """A path that leads nowhere would show nothing, and nobody would notice."""
    report = stories.story().report
    found = findings(stories.story())
    lost = [one.id for one in found if one.watch and Numbers(report).find(one.watch) is None]
    assert lost == []
    assert any(one.watch for one in found)
