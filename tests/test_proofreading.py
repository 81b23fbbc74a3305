"""What an analyst should look at again in her words: each doubt where there is a reason for it, and none where there isn't."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from report_gen import proofreading
from report_gen.proofreading import Doubt
from tests.shelves import front, shelf, told

REPORTS = told().reports
SAVES = REPORTS[-1].value("saves")
AGREED = "[{finding: pillar_leads, state: accepted, owner: Mei, due: 2026-10-12}]"


def doubts(folder: Path, files: dict[str, str], **more: object) -> list[Doubt]:
    return list(proofreading.of_month(shelf(folder, files, **more), REPORTS, "2026-10"))


def lacking(folder: Path, files: dict[str, str], **more: object) -> list[Doubt]:
    return list(proofreading.lacking(shelf(folder, files, **more), REPORTS, "2026-10"))


# -- words that nobody will see


@pytest.mark.parametrize(
    ("name", "text", "message", "advice"),
    [
        ("October.md", "Good.", "It is of no month and not shown.", "Call it by the month, as 2026-10.md."),
        ("2026-10.fr.md", "Bien.", "The client has no pages in “fr”, so it is not shown.",
         "Add it to languages in client.yml, which has en, zh."),
        ("2026-10.en.md", "Good.",
         "“en” is the client's first language, whose files have none in their name, so it is not shown.",
         "Call it 2026-10.md."),
        ("2026-10.md", "# Saevs\nGood.", "Words under “Saevs” are not shown: there is no such page.",
         "Give the heading the name of a page. Did you mean saves?"),
    ],
)  # fmt: skip
def test_words_that_will_not_be_seen_are_told(tmp_path: Path, name: str, text: str, message: str, advice: str) -> None:
    (found,) = proofreading.of_files(shelf(tmp_path, {name: text}))
    assert (found.message, found.advice, found.file.name) == (message, advice, name)


def test_files_of_months_in_the_client_s_languages_are_in_order(tmp_path: Path) -> None:
    files = {"2026-10.md": "# Saves\nGood.", "2026-10.zh.md": "# 收藏\n好。"}
    assert list(proofreading.of_files(shelf(tmp_path, files))) == []


def test_words_of_an_approved_month_in_a_language_of_then_are_in_order(tmp_path: Path) -> None:
    found = shelf(tmp_path, {"2026-10.en.md": "Good."}, languages=("zh", "en"), approved={"2026-10": tmp_path})
    assert list(proofreading.of_files(replace(found, languages=("en",)))) == []


@pytest.mark.parametrize(
    ("there", "wanted", "why"),
    [
        (("overview", "saves"), ("saves",), "pages in client.yml leaves out “notes”."),
        (("overview", "saves"), (), "2026-10 has no data for that page."),
        (("overview", "saves"), ("saves", "notes"), "2026-10 has no data for that page."),
    ],
)
def test_words_for_a_page_that_the_month_lacks_are_told(
    tmp_path: Path, there: tuple[str, ...], wanted: tuple[str, ...], why: str
) -> None:
    text = "---\nauthor: Mei\n---\nGood.\n\n# Saves\n\nMore.\n\n# Notes\n\nMany.\n"
    (found,) = proofreading.left_out(shelf(tmp_path, {"2026-10.md": text}), "2026-10", there, wanted)
    assert found.told == (
        f"commentary/2026-10.md, line 10: Words under “Notes” are not shown: {why} Put them under another heading, or take "
        "them out."
    )


def test_a_draft_says_so(tmp_path: Path) -> None:
    (found,) = doubts(tmp_path, {"2026-10.md": "---\nauthor: Mei\ndraft: true\n---\nNot yet."})
    assert found.told == (
        "commentary/2026-10.md, line 3: A draft, so nothing of it is shown. Take the line draft: true out when the words are "
        "ready for the client."
    )


# -- numbers


def test_a_number_that_moved_is_told_with_the_lines_that_still_say_what_it_was(tmp_path: Path) -> None:
    text = "---\nnumbers:\n  saves: 4999\n  save_rate: 99.9%\n---\n\nGood.\n\n4,999 saves, 14,999 views.\n"
    (found,) = doubts(tmp_path, {"2026-10.md": text})
    rate = REPORTS[-1].value("save_rate") or 0.0
    assert found.message == (
        f"2 numbers have moved since these words were written: saves was 4999 (line 9) and is {SAVES}; "
        f"save_rate was 99.9% and is {rate:.1%}."
    )
    assert found.line == 2
    assert found.advice == "Read the words again, then: report-gen note kopi --month 2026-10 --renew"


def test_of_many_numbers_those_come_first_that_the_words_still_say(tmp_path: Path) -> None:
    metrics = ("impressions", "views", "likes", "shares", "comments", "saves", "new_followers")
    numbers = "{" + ", ".join(f"{metric}: {7_000_001 + place}" for place, metric in enumerate(metrics)) + "}"
    (found,) = doubts(tmp_path, {"2026-10.md": front(numbers=numbers) + "7,000,007 new ones"})
    assert "7 numbers have moved since these words were written: new_followers was 7000007 (line 4)" in found.message
    assert found.message.endswith("; and 2 more.")


def test_a_number_as_it_is_raises_no_doubt(tmp_path: Path) -> None:
    rate = REPORTS[-1].value("save_rate") or 0.0
    numbers = f"{{saves: {SAVES}, save_rate: {rate:.0%}, headline.saves.value: '{SAVES:,}'}}"
    assert doubts(tmp_path, {"2026-10.md": front(numbers=numbers)}) == []


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ("{savs: 4030}", "The report of 2026-10 has no number “savs”. Take the line out. Did you mean saves?"),
        ("{saves: about 4030}", "“about 4030” is no number that saves could be held against. Write it as 3.1%, 4030 or not "
         "found."),
    ],
)  # fmt: skip
def test_what_no_number_can_be_held_against_is_told(tmp_path: Path, numbers: str, told: str) -> None:
    (found,) = doubts(tmp_path, {"2026-10.md": front(numbers=numbers)})
    assert f"{found.message} {found.advice}" == told


def test_of_an_approved_month_nothing_is_said(tmp_path: Path) -> None:
    files = {"2026-10.md": front(numbers="{saves: 1}", draft="true", actions="[{finding: nobody}]")}
    assert doubts(tmp_path, files, approved={"2026-10": tmp_path}) == []
    assert lacking(tmp_path, {}, approved={"2026-10": tmp_path}) == []


# -- actions


@pytest.mark.parametrize(
    ("actions", "told"),
    [
        ("[{finding: pillar_lead}]", "No finding of 2026-10 is called “pillar_lead”. Did you mean pillar_leads?"),
        ("[{finding: gone}]", "No finding of 2026-10 is called “gone”. Take it out."),
        ("[{finding: gone, do: Call.}]", "No finding of 2026-10 is called “gone”. Call it own:gone to keep it as an action of "
         "your own."),
        ("[{finding: target_met, state: accepted}]", "The finding “target_met” proposes no action. Write yours under do."),
    ],
)  # fmt: skip
def test_an_action_of_nothing_is_told_with_the_nearest_guess(tmp_path: Path, actions: str, told: str) -> None:
    (found,) = doubts(tmp_path, {"2026-10.md": front(actions=actions)})
    assert (f"{found.message} {found.advice}", found.line) == (told, 2)


def test_actions_of_findings_and_one_s_own_raise_no_doubt(tmp_path: Path) -> None:
    fine = "[{finding: pillar_leads}, {finding: target_met, do: Keep it.}, {do: Call.}, {finding: 'own:x', do: Wait.}]"
    assert doubts(tmp_path, {"2026-10.md": front(actions=fine)}) == []


def test_an_outcome_of_what_nobody_agreed_is_told(tmp_path: Path) -> None:
    files = {"2026-09.md": front(actions=AGREED), "2026-10.md": front(followed="[{finding: pillar_lead, state: done}]")}
    (found,) = doubts(tmp_path, files)
    assert found.message == "No action that was accepted before 2026-10 and still open is called “pillar_lead”."
    assert found.advice == "Did you mean pillar_leads?"


# -- what is missing


def test_an_outcome_that_one_language_lacks_is_told(tmp_path: Path) -> None:
    done = "[{finding: pillar_leads, state: done, outcome: Both are out.}]"
    files = {
        "2026-09.md": front(actions=AGREED),
        "2026-10.md": front(followed=done),
        "2026-10.zh.md": front(author="美"),
    }
    (found,) = lacking(tmp_path, files)
    assert found.message == "“Both are out.” has no words in “zh”."
    assert found.advice == "Under followed: finding pillar_leads, and outcome."
    translated = front(followed="[{finding: pillar_leads, outcome: 两篇都已发布。}]")
    assert lacking(tmp_path, {**files, "2026-10.zh.md": translated}) == []


def test_an_outcome_in_a_draft_is_not_told_as_missing(tmp_path: Path) -> None:
    done = "[{finding: pillar_leads, state: done, outcome: Both are out.}]"
    files = {"2026-09.md": front(actions=AGREED), "2026-10.md": front(draft="true", followed=done)}
    assert [one.code for one in lacking(tmp_path, files) if one.code != "words_missing"] == []


def test_words_are_expected_in_each_language_of_those_who_have_written_in_it(tmp_path: Path) -> None:
    told = {(one.file.name, one.severity) for one in lacking(tmp_path, {"2026-09.md": "Good."})}
    assert told == {("2026-10.md", "warning"), ("2026-10.zh.md", "info")}
    (chinese,) = lacking(tmp_path, {"2026-10.md": "Good.", "2026-09.zh.md": "好。"})
    assert (chinese.severity, chinese.message) == ("warning", "There are no words of the analyst for 2026-10 in “zh”.")
    assert chinese.advice == "For a start: report-gen note kopi --month 2026-10 --language zh"


def test_a_client_with_one_language_is_asked_for_one_file(tmp_path: Path) -> None:
    assert lacking(tmp_path, {"2026-10.md": "Good."}, languages=("en",)) == []


def test_an_agreed_action_that_nobody_speaks_of_is_told(tmp_path: Path) -> None:
    files = {"2026-09.md": front(actions=AGREED), "2026-10.md": "Good.", "2026-10.zh.md": "好。"}
    (found,) = lacking(tmp_path, files)
    assert found.message == (
        "Nobody says what became of “Publish two more guides.”, accepted in 2026-09 for Mei, due 2026-10-12."
    )
    assert found.advice == "Under followed: finding pillar_leads, its state (done, open, dropped) and outcome."
    files["2026-10.md"] = front(followed="[{finding: pillar_leads, outcome: The second is out on Friday.}]")
    files["2026-10.zh.md"] = front(followed="[{finding: pillar_leads, outcome: 第二篇周五发布。}]")
    assert lacking(tmp_path, files) == []


def test_an_action_put_into_other_words_wants_them_in_every_language(tmp_path: Path) -> None:
    edited = front(actions="[{finding: pillar_leads, do: Publish three.}]")
    (found,) = lacking(tmp_path, {"2026-10.md": edited, "2026-10.zh.md": "好。"})
    assert (found.message, found.advice) == (
        "“Publish three.” has no words in “zh”.",
        "Under actions: finding pillar_leads, and do.",
    )
    chinese = front(actions="[{finding: pillar_leads, do: 再发三篇。}]")
    assert lacking(tmp_path, {"2026-10.md": edited, "2026-10.zh.md": chinese}) == []


def test_a_proposal_kept_in_its_own_words_has_them_in_every_language(tmp_path: Path) -> None:
    kept = front(actions="[{finding: pillar_leads, do: Publish two more guides., state: accepted}]")
    assert lacking(tmp_path, {"2026-10.md": kept, "2026-10.zh.md": "好。"}) == []
