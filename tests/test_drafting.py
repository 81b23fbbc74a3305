"""`note` makes a file that says only what the report says, and renews numbers without touching another byte."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from report_gen import commentary, drafting, measures, proofreading
from report_gen.drafting import Draft, Request
from report_gen.errors import CoverageError, ReportGenError, SettingsError, WorkspaceError
from report_gen.simulate import simulate_client
from report_gen.workspace import Workspace
from tests.shelves import GUIDES, HEADINGS, front, shelf, told

AGREED = "[{finding: pillar_leads, state: accepted, owner: Mei, do: Publish three.}]"


def draft(folder: Path, language: str = "en", **files: str) -> Draft:
    """Files are given by month, as m09="…"."""
    names = {f"2026-{month[1:3]}{'.zh' if month[3:] else ''}.md": text for month, text in files.items()}
    return Draft(told(language), shelf(folder, names))


def written(one: Draft) -> commentary.Words:
    """The draft's file, as it would be read."""
    return commentary.parse(one.text, "2026-10.md", HEADINGS)


# -- a new file


def test_a_new_file_is_a_draft_with_a_heading_for_each_page_that_has_a_finding(tmp_path: Path) -> None:
    words = written(draft(tmp_path))
    assert words.draft
    assert list(words.pages) == ["overview", "saves", "search-rank"]
    assert words.unknown == ()
    assert words.pages["saves"].html == "<p>Kopi guides earned 48% of saves. People come back to them.</p>\n"


def test_its_headings_and_words_are_in_its_language(tmp_path: Path) -> None:
    one = draft(tmp_path, "zh")
    assert "# 收藏\n\n咖啡攻略贡献 48% 的收藏。用户会回来再看。\n" in one.text
    assert list(written(one).pages) == ["overview", "saves", "search-rank"]


def test_every_proposed_action_waits_for_a_decision(tmp_path: Path) -> None:
    found = written(draft(tmp_path)).actions
    assert [(one.finding, one.do, one.state, one.owner, one.due) for one in found] == [
        ("pillar_leads", "Publish two more guides.", "proposed", None, None),
        ("keyword_moved:樟宜机场美食", "Re-shoot the airport note.", "proposed", None, None),
    ]


def test_what_was_agreed_before_waits_for_its_outcome(tmp_path: Path) -> None:
    one = draft(tmp_path, m09=front(actions=AGREED, author="Account team"))
    found = written(one)
    assert [(line.finding, line.state, line.outcome) for line in found.followed] == [("pillar_leads", "open", None)]
    assert "- finding: pillar_leads  # Publish three.\n" in one.text
    assert found.author == "Account team"


def test_in_another_language_only_words_are_asked_for(tmp_path: Path) -> None:
    """State, owner and date are those of the first language's file."""
    text = draft(tmp_path, "zh", m09=front(actions=AGREED)).text
    assert "do: 再发布两篇攻略。" in text
    assert not re.search(r"^ +(state|owner|due):", text, re.MULTILINE)


def test_titles_cannot_become_markup_or_settings(tmp_path: Path) -> None:
    hostile = "# *Sale* [x](http://x.example) <b>: {a} - `b` 1) \n--- & \u202e"
    one = {**GUIDES, "text": {"en": hostile}, "action": {"en": hostile}, "why": {"en": hostile}}
    words = written(Draft(told(findings=(one,)), shelf(tmp_path, {})))
    plain = re.sub(r"<[^>]+>", "", words.pages["saves"].html)
    assert words.pages["saves"].html.startswith("<p># *Sale* [x](http://x.example) &lt;b&gt;: {a} - `b` 1) --- &amp;")
    assert plain.count("Sale") == 2
    assert words.actions[0].do == "# *Sale* [x](http://x.example) <b>: {a} - `b` 1) --- &"


def test_the_numbers_are_the_headline_s_and_those_that_sentences_say(tmp_path: Path) -> None:
    one = draft(tmp_path)
    numbers, report = written(one).numbers, one.story.report
    assert set(report.headline) - {name for name, h in report.headline.items() if h.value is None} <= set(numbers)
    assert numbers["insights.pillar_leads.share_of_saves"] == "48%"
    for asked, text in numbers.items():
        found = measures.Numbers(report).find(asked)
        assert found is not None
        assert not measures.differs(text or "", found.value)


def test_a_new_file_raises_no_doubt_but_that_it_is_a_draft(tmp_path: Path) -> None:
    one = draft(tmp_path)
    place = shelf(tmp_path, {"2026-10.md": one.text}, drafts=True)
    assert [doubt.code for doubt in proofreading.of_month(place, one.story.reports, "2026-10")] == ["words_draft"]
    assert list(proofreading.of_files(place)) == []


# -- a file that is there

FILE = """---
author: Mei   # who writes
numbers:   # as on the 3rd
  saves: 1   # moved
  save_rate: "99.9%"
  likes: {likes}
  nothing_like_it: 5
draft: true
---

# Saves

1 save.
"""


def test_renewing_changes_the_numbers_that_moved_and_no_other_byte(tmp_path: Path) -> None:
    report = told().report
    text = FILE.format(likes=f"{report.value('likes'):,}")
    place = draft(tmp_path, m10=text)
    fresh, moved = drafting.renewed(text, "2026-10.md", place)
    saves, rate = report.value("saves"), f"{report.value('save_rate'):.1%}"
    assert moved == (("saves", "1", str(saves)), ("save_rate", "99.9%", rate))
    assert fresh == text.replace("saves: 1 ", f"saves: {saves} ").replace('"99.9%"', rate)


@pytest.mark.parametrize("numbers", ["numbers: {saves: 1, save_rate: 9.9%}", "numbers:\n  saves:\n  save_rate: 9.90%"])
def test_renewed_numbers_are_no_longer_doubted(tmp_path: Path, numbers: str) -> None:
    text = f"---\n{numbers}\n---\nGood."
    place = draft(tmp_path, m10=text)
    fresh, moved = drafting.renewed(text, "2026-10.md", place)
    assert len(moved) == 2
    assert drafting.renewed(fresh, "2026-10.md", place) == (fresh, ())


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Good.", "---\n---\nGood."),
        ("---\nauthor: Mei\n---\nGood.", "---\nauthor: Mei\n---\nGood."),
        ("---\r\nauthor: Mei\r\n---\r\nGood.\r\n", "---\r\nauthor: Mei\r\n---\r\nGood.\r\n"),
    ],
    ids=["no settings", "no numbers", "Windows"],
)
def test_a_file_without_numbers_gets_all_of_them_and_keeps_the_rest(tmp_path: Path, text: str, rest: str) -> None:
    place = draft(tmp_path, m10=text)
    fresh, moved = drafting.renewed(text, "2026-10.md", place)
    end = "\r\n" if "\r\n" in text else "\n"
    assert moved == ()
    assert fresh.replace("".join(f"{line}{end}" for line in place.numbers()), "") == rest
    assert set(commentary.parse(fresh, "2026-10.md", HEADINGS).numbers) == set(drafting.written_numbers(place.story))


# -- the command


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("agency")
    (root / "mkdocs.yml").write_text("site_name: x\n")
    simulate_client(root / "clients" / "kopi", 2, 1, "2026-10")
    return Workspace(root)


@pytest.fixture
def note(agency: Workspace) -> Callable[..., drafting.Noted]:
    """Asks for a file of the client's, which has none at first."""
    for file in agency.client("kopi").commentary.glob("*.md"):
        file.unlink()
    return lambda **more: drafting.note(agency, Request("kopi", **more))


def test_the_latest_month_is_meant_unless_one_is_named(note: Callable[..., drafting.Noted]) -> None:
    assert (note().file.name, note(month="2026-09").file.name) == ("2026-10.md", "2026-09.md")


def test_a_file_that_is_there_is_never_overwritten(note: Callable[..., drafting.Noted]) -> None:
    file = note().file
    file.write_text("Mine.")
    with pytest.raises(WorkspaceError, match="is there already, and nothing of it was changed"):
        note()
    assert file.read_text() == "Mine."


def test_a_file_is_renewed_with_its_byte_order_mark(note: Callable[..., drafting.Noted]) -> None:
    file = note().file
    file.write_bytes(b"\xef\xbb\xbf---\nnumbers: {saves: 1}\n---\n\xe5\xa5\xbd\r\n")
    done = note(renew=True)
    ((number, then, now),) = done.moved
    assert (number, then) == ("saves", "1")
    assert file.read_bytes() == f"\ufeff---\nnumbers: {{saves: {now}}}\n---\n好\r\n".encode()


@pytest.mark.parametrize(
    ("asked", "error", "message"),
    [
        ({"renew": True}, WorkspaceError, "is not there yet, so there is nothing to renew"),
        ({"month": "2026-12"}, CoverageError, "2026-12 can't be built"),
        ({"language": "fr"}, SettingsError, "kopi has no pages in “fr”; its languages are"),
    ],
)
def test_what_cannot_be_is_refused(
    note: Callable[..., drafting.Noted], asked: dict[str, object], error: type[ReportGenError], message: str
) -> None:
    with pytest.raises(error, match=re.escape(message)):
        note(**asked)
