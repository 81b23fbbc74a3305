"""Hostile text comes out of every target as it went in, and never as code."""

from __future__ import annotations

import csv as csv_module
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import markdown as render_markdown
from markdown_it import MarkdownIt

from report_gen import escape

HOSTILE = [
    pytest.param("<img src=x onerror=alert(1)>", id="markup"),
    pytest.param("</script><script>alert(1)</script>", id="end of a script"),
    pytest.param("<!-- ]]> -->", id="comments and CDATA"),
    pytest.param("{{ 7*7 }} {% include '/etc/passwd' %} {#", id="template"),
    pytest.param("| a | b |\n# heading\n* item\n1. one", id="Markdown"),
    pytest.param("[x](javascript:alert(1)) ![y](z) `code` **b** ~~s~~ http://example.com", id="links and code"),
    pytest.param('=HYPERLINK("http://example.com","x")', id="formula"),
    pytest.param("&amp; &lt; \\ \" ' $ ^ ~", id="entities and quotes"),
    pytest.param("咖啡☕️👨‍👩‍👧 kopi", id="emoji"),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_html_shows_the_text_and_holds_no_tag(text: str) -> None:
    from html.parser import HTMLParser

    class Collector(HTMLParser):
        tags: list[str] = []  # noqa: RUF012
        words = ""

        def handle_starttag(self, tag: str, attrs: object) -> None:
            self.tags.append(tag)

        def handle_data(self, data: str) -> None:
            self.words += data

    parser = Collector()
    parser.feed(str(escape.html(text)))
    parser.close()
    assert (parser.words, parser.tags) == (text, [])


@pytest.mark.parametrize("text", HOSTILE)
def test_json_in_a_script_can_not_end_it(text: str) -> None:
    written = str(escape.json_script({"title": text}))
    assert json.loads(written) == {"title": text}
    assert not set("<>&\u2028\u2029") & set(written)


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_shows_the_text_as_one_paragraph(text: str) -> None:
    from html import unescape

    expected = f"<p>{escape.clean(text)}</p>"
    assert unescape(MarkdownIt("commonmark").render(escape.markdown(text))).strip() == expected
    assert "<img" not in render_markdown(escape.markdown(text))
    assert "<script" not in render_markdown(escape.markdown(text))


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", " =1", "\u3000=1", '=HYPERLINK("x")'],
)
def test_csv_text_is_never_a_formula(text: str) -> None:
    assert str(escape.csv(text)).startswith("'")


@pytest.mark.parametrize("value", ["咖啡", "a=b", 12, -0.5, None])
def test_csv_leaves_other_cells_alone(value: object) -> None:
    assert escape.csv(value) == value


@given(st.text())
def test_clean_text_is_one_line_without_controls_and_cleaning_twice_is_cleaning_once(text: str) -> None:
    cleaned = escape.clean(text)
    assert escape.clean(cleaned) == cleaned
    assert len(cleaned.splitlines()) <= 1
    assert not any(ord(c) < 32 or 0x202A <= ord(c) <= 0x202E for c in cleaned)


@given(st.text())
def test_csv_survives_writing_and_reading(text: str) -> None:
    out = io.StringIO()
    csv_module.writer(out).writerow([escape.csv(escape.clean(text))])
    (row,) = csv_module.reader(io.StringIO(out.getvalue()))
    assert row[0].removeprefix("'") == escape.clean(text).removeprefix("'")
