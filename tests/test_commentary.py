"""The analyst's words: found by heading, signed, and never code; and her decisions, with every mistake named."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from report_gen import commentary
from report_gen.commentary import NOTHING, Words
from report_gen.errors import SettingsError
from tests.shelves import HEADINGS, shelf

WORDS = """---
author: Account team
date: 2026-11-03
---
# Overview
A **good** month.

# Search rank
- one
- two <script>alert(1)</script>

![pixel](https://elsewhere.example/p.png)
"""


def parse(text: str) -> Words:
    return commentary.parse(text, "2026-10.md", HEADINGS)


def mistakes(text: str) -> str:
    with pytest.raises(SettingsError) as caught:
        parse(text)
    return "\n".join(caught.value.problems)


# -- words


def test_headings_lead_to_pages_and_the_signature_to_all() -> None:
    found = parse(WORDS).pages
    assert sorted(found) == ["overview", "search-rank"]
    assert found["overview"].html == "<p>A <strong>good</strong> month.</p>\n"
    assert (found["overview"].author, found["overview"].date) == ("Account team", dt.date(2026, 11, 3))


@pytest.mark.parametrize(
    "heading",
    ["# Search rank", "# search-rank", "#  SEARCH_RANK  #", "# ｓｅａｒｃｈ ｒａｎｋ", "Search rank\n===",
     "# 搜索排名", "#搜索排名", "＃ 搜索排名"],
    ids=["title", "name", "capitals", "full width", "underlined", "Chinese", "no space", "full-width sign"],
)  # fmt: skip
def test_a_heading_is_a_page_s_name_or_its_title_in_any_language(heading: str) -> None:
    assert list(parse(f"{heading}\nGood.").pages) == ["search-rank"]


def test_html_is_text_and_images_are_not_loaded() -> None:
    html = parse(WORDS).pages["search-rank"].html
    assert "&lt;script&gt;" in html
    assert "<img" not in html


def test_words_without_a_heading_belong_to_the_overview() -> None:
    assert parse("Just this.").pages["overview"].html == "<p>Just this.</p>\n"


def test_words_under_two_headings_of_one_page_stand_one_below_the_other() -> None:
    assert parse("# Saves\none\n# 收藏\ntwo").pages["saves"].html == "<p>one</p>\n<p>two</p>\n"


def test_a_remark_in_the_words_is_for_analysts_only() -> None:
    found = parse("# Saves\nGood.\n<!-- ask Mei\n# Comments\n-->\nStill saves.\n# Hallo\n")
    assert list(found.pages) == ["saves"]
    assert "Mei" not in found.pages["saves"].html
    assert found.unknown == (("Hallo", 7),)


def test_what_looks_like_a_heading_in_code_or_is_of_lower_rank_is_words() -> None:
    assert list(parse("# Saves\n```\n# Nowhere\n```\n## Nowhere\n").pages) == ["saves"]


def test_a_heading_of_no_page_is_known_with_its_line_in_the_file() -> None:
    assert parse("---\nauthor: Mei\n---\n\n# Saevs\nGood.").unknown == (("Saevs", 5),)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_may_end_as_on_any_system(end: str) -> None:
    assert parse(WORDS.replace("\n", end)).pages == parse(WORDS).pages


def test_a_workspace_s_own_page_has_its_heading_too(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "ages.md").write_text("---\ntitle: How long notes live\norder: 3\n---\n")
    found = commentary.Headings.of((tmp_path,))
    assert [found.page(heading) for heading in ("Ages", "how long notes live", "saves")] == ["ages", "ages", None]


# -- files


def test_no_file_is_no_commentary(tmp_path: Path) -> None:
    assert commentary.read(tmp_path / "2026-10.md", HEADINGS) is NOTHING


def test_another_language_has_its_own_file() -> None:
    assert commentary.path(Path("c"), "2026-10", "en", "en") == Path("c/2026-10.md")
    assert commentary.path(Path("c"), "2026-10", "zh", "en") == Path("c/2026-10.zh.md")


def test_words_that_are_not_utf_8_are_a_mistake_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "2026-10.md"
    file.write_bytes("# Overview\n好".encode("gbk"))
    with pytest.raises(SettingsError, match=r"2026-10\.md, line 2: this is not UTF-8"):
        commentary.read(file, HEADINGS)


def test_a_file_that_lies_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("another client's")
    place = shelf(tmp_path, {})
    (place.folder / "2026-10.md").symlink_to(tmp_path / "secret.md")
    with pytest.raises(SettingsError, match="is a link out of the client's folder"):
        place.words("2026-10", "en")


def test_a_draft_is_nothing_but_to_who_asks_for_drafts(tmp_path: Path) -> None:
    place = shelf(tmp_path, {"2026-10.md": "---\ndraft: true\n---\nNot yet."})
    assert place.words("2026-10", "en") is NOTHING
    assert list(place.written("2026-10", "en").pages) == ["overview"]
    assert list(shelf(tmp_path, {}, drafts=True).words("2026-10", "en").pages) == ["overview"]


def test_an_approved_month_sees_only_what_was_frozen_with_it(tmp_path: Path) -> None:
    """Not even the words of a month before it, unless these were kept beside its own."""
    frozen = tmp_path / "approved"
    frozen.mkdir()
    (frozen / "2026-10.md").write_text("As approved.")
    place = shelf(tmp_path, {"2026-10.md": "Later.", "2026-09.md": "Later."}, approved={"2026-10": frozen})
    seen = place.seen_from("2026-10")
    assert seen.words("2026-10", "en").pages["overview"].html == "<p>As approved.</p>\n"
    assert seen.words("2026-09", "en") is NOTHING
    assert "Later" in place.seen_from("2026-11").words("2026-09", "en").pages["overview"].html


# -- settings


@pytest.mark.parametrize(
    ("settings", "mistake"),
    [
        ("author: 5", 'line 2: author is “5”, which YAML reads as a number. For text, put it in quotes: "5".'),
        ("date: 3 November", "line 2: date is “3 November”; it must be a day as 2026-10-01."),
        ("follwed: []", "line 2: there is no setting “follwed”; allowed are author, date, draft, numbers, actions, followed. "
         "Did you mean followed?"),
        ("actions: [{finding: a, state: accept}]", "line 2: actions[1].state is “accept”; allowed are proposed, accepted, "
         "dropped. Did you mean accepted?"),
        ("followed:\n- finding: a\n  state: finished", "line 4: followed[1].state is “finished”; allowed are done, open, "
         "dropped."),
        ("actions:\n- finding: a\n  due: 2026-02-30", "line 4: actions[1].due is “2026-02-30”; it must be a day as 2026-10-01."),
        ("actions:\n- finding: a\n- state: accepted", "line 4: actions[2] says nothing: name a finding, or write under do "
         "what is to be done."),
        ("actions:\n- {finding: 'own:x'}", "line 3: actions[1] says nothing: name a finding, or write under do what is to be "
         "done."),
        ("actions:\n- finding: a\n- finding: a", "line 4: actions[2] is of the same action as that in line 3; keep one of the "
         "two."),
        ("actions:\n- do: Shoot it.\n- do: shoot  it.", "line 4: actions[2] is of the same action as that in line 3; keep one "
         "of the two."),
        ("numbers: {saves: [1]}", "line 2: numbers.saves is a list; it must be a number as the report writes it: 3.1%, 4030 or "
         "not found."),
        ("just words", "line 2: between the lines of --- stand settings, such as “author: Mei”."),
        ("a: [", "line 3: this is not valid YAML"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line_and_what_is_allowed(settings: str, mistake: str) -> None:
    assert f"2026-10.md, {mistake}" in mistakes(f"---\n{settings}\n---\nWords.")


def test_all_mistakes_of_a_file_are_told_at_once() -> None:
    assert mistakes("---\nauthor: 5\ndate: soon\n---\n").count("line") == 2


def test_settings_that_never_end_are_a_mistake_and_not_words() -> None:
    assert mistakes("---\nauthor: Mei\n\n# Saves\n") == (
        "2026-10.md, line 1: the settings that begin here never end. Close them by a line of ---."
    )


def test_settings_may_be_empty() -> None:
    assert parse("---\nauthor:\nactions:\nfollowed:\nnumbers:\n---\nGood.").pages["overview"].author is None
    assert parse("---\n---\nGood.").pages["overview"].html == "<p>Good.</p>\n"


def test_numbers_are_kept_as_they_were_written() -> None:
    """3.10 is not 3.1: its last digit says how exactly the words say it."""
    assert parse("---\nnumbers: {a: 3.10%, b: 3.10, c: '4,030', d: }\n---\n").numbers == {
        "a": "3.10%", "b": "3.10", "c": "4,030", "d": "",
    }  # fmt: skip


def test_an_action_of_one_s_own_is_told_by_its_name_or_else_by_its_words() -> None:
    found = parse("---\nactions:\n- do: Shoot  the Video\n- {finding: 'own:video', do: Shoot it}\n---\n").actions
    assert [one.id for one in found] == ["own:shoot the video", "own:video"]
