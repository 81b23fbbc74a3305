"""The analyst's words: found by heading, signed, and never code."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from report_gen import commentary
from report_gen.errors import SettingsError

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


def write(folder: Path, text: str) -> Path:
    file = folder / "2026-10.md"
    file.write_text(text, encoding="utf-8")
    return file


def test_headings_lead_to_pages_and_the_signature_to_all(tmp_path: Path) -> None:
    found = commentary.read(write(tmp_path, WORDS))
    assert sorted(found) == ["overview", "search-rank"]
    assert found["overview"].html == "<p>A <strong>good</strong> month.</p>\n"
    assert (found["overview"].author, found["overview"].date) == ("Account team", dt.date(2026, 11, 3))


def test_html_is_text_and_images_are_not_loaded(tmp_path: Path) -> None:
    html = commentary.read(write(tmp_path, WORDS))["search-rank"].html
    assert "&lt;script&gt;" in html
    assert "<img" not in html


def test_words_without_a_heading_belong_to_the_overview(tmp_path: Path) -> None:
    assert commentary.read(write(tmp_path, "Just this."))["overview"].html == "<p>Just this.</p>\n"


def test_no_file_is_no_commentary(tmp_path: Path) -> None:
    assert commentary.read(tmp_path / "2026-10.md") == {}


def test_a_date_that_is_none_says_how_to_write_it(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="date is “3 November”; write it as 2026-11-03"):
        commentary.read(write(tmp_path, "---\ndate: 3 November\n---\nx"))


def test_another_language_has_its_own_file() -> None:
    assert commentary.path(Path("c"), "2026-10", "en", "en") == Path("c/2026-10.md")
    assert commentary.path(Path("c"), "2026-10", "zh", "en") == Path("c/2026-10.zh.md")


def test_words_that_are_not_utf_8_are_a_mistake_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "2026-10.md"
    file.write_bytes("# Overview\n好".encode("gbk"))
    with pytest.raises(SettingsError, match=r"2026-10\.md, line 2: this is not UTF-8"):
        commentary.read(file)
