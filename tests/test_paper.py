"""The PDF as a book: what a designer, a printer and a screen reader look for, on real reports and on bad ones.

The same checks are shown to find the fault in a document that has it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from fontTools.cffLib import CFFFontSet
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont
from weasyprint import HTML

from report_gen import build, glyphs, pages, pdf
from report_gen.charts._render import Drawer
from report_gen.jobs import Options
from report_gen.story import Story
from report_gen.telling import tell
from report_gen.workspace import BUILT_IN_TEMPLATES, Workspace
from tests.hard_clients import MONTH, workspace
from tests.paper import Paper, folded, run
from tests.stories import story

TEMPLATES = (BUILT_IN_TEMPLATES,)
HARD = {"long-names": "zh", "forty-keywords": "en", "nine-hundred": "zh", "one-note": "en"}
PAPERS = ("fourteen months", *HARD)
MOST_BYTES = 1_000_000


class Desk:
    """The reports' PDFs, each made once and only when a test asks for it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.drawer = Drawer(folder / "svg")
        self._workspace = Workspace(workspace(folder / "agency", HARD))

    def story(self, name: str) -> Story:
        if name not in HARD:
            return story()
        client, options = self._workspace.client(name), Options(month=MONTH)
        jobs = build.month_jobs(self._workspace, client, tell(client, options), MONTH, options)
        return next(job.story for job in jobs if job.edition.language == HARD[name])

    def paper(self, name: str) -> Paper:
        """With what it is printed from beside it."""
        path = self.folder / f"{name}.pdf"
        if not path.is_file():
            told = self.story(name)
            rendered = pages.render(told, "paper", TEMPLATES, self.drawer)
            press = pdf.Press(told, rendered, TEMPLATES, self.drawer)
            path.with_suffix(".html").write_text(pdf.html(press, pdf.Fitted(0)), "utf-8")
            path.write_bytes(pdf.render(told, rendered, TEMPLATES, self.drawer, self._workspace.root))
        return Paper(path)


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("papers"))


@pytest.fixture(scope="session", params=PAPERS)
def paper(request: pytest.FixtureRequest, desk: Desk) -> Iterator[Paper]:
    found = desk.paper(request.param)
    yield found
    found.document.close()


# -- what a designer looks for


def test_a_heading_never_ends_a_page(paper: Paper) -> None:
    assert paper.headings_that_end_a_page() == []


def test_table_heads_repeat_on_every_page(paper: Paper) -> None:
    assert paper.tables_that_go_on_without_head() == []


def test_no_row_is_split_over_pages(paper: Paper) -> None:
    """From the contents on, the PDF has as many rows as its HTML; a split one would count twice."""
    written = paper.path.with_suffix(".html").read_text("utf-8").partition('id="contents"')[2]
    bodies = re.sub(r"<thead>.*?</thead>", "", written, flags=re.DOTALL)
    assert paper.rows(first_page=3) == len(re.findall(r"<tr\b", bodies)) > 20


def test_no_chart_is_split_from_what_belongs_to_it(paper: Paper) -> None:
    """Title, what is drawn, and the note below stand on one page."""
    blocks = [element for element in paper.tree.all if {"H2", "Figure"} <= {kid.role for kid in element.kids}]
    split = [block for block in blocks if len({part.own_page for part in block.all if part.marks}) > 1]
    assert blocks or paper.path.stem == "one-note"
    assert split == []


def test_all_text_stands_between_the_margins(paper: Paper) -> None:
    assert paper.text_outside_the_margins() == []


def test_no_text_is_too_small_to_read(paper: Paper) -> None:
    assert paper.small_text() == []


@pytest.mark.parametrize("name", ["fourteen months", "forty-keywords", "one-note"])
def test_no_title_and_no_line_below_one_ends_in_a_short_word_alone(desk: Desk, name: str) -> None:
    paper = desk.paper(name)
    written = paper.path.with_suffix(".html").read_text("utf-8")
    titles = [_words_of(one) for one in re.findall(r'<(?:h[23]\b|p class="rg-(?:sub|dek)")[^>]*>(.*?)</', written)]
    layout = run("pdftotext", "-bbox-layout", paper.path, "-")
    lines = [_words_of(one) for one in re.findall(r"<line .*?</line>", layout, re.DOTALL)]
    ends = {title[-3:] for title in titles}
    endings = [(above, below) for above, below in pairwise(lines) if len(above) > 2 and (*above[-2:], *below) in ends]
    assert len(ends) > 10
    assert [words[0] for _, words in endings if len(words) == 1 and len(words[0]) < 9] == []


def _words_of(html: str) -> tuple[str, ...]:
    return tuple(re.sub(r"<[^>]*>", " ", unescape(html)).split())


def test_bookmarks_are_the_contents_and_their_pages(paper: Paper) -> None:
    """Same titles, same order; the printed number is that of the page which line and bookmark lead to."""
    assert [folded(title) for title, _, _ in paper.contents] == [folded(title) for title, _ in paper.outline]
    assert [printed for _, printed, _ in paper.contents] == [page for _, page in paper.outline]
    assert [led_to for _, _, led_to in paper.contents] == [page for _, page in paper.outline]
    assert len(paper.outline) > 12


def test_the_head_of_a_page_names_client_month_and_section(desk: Desk) -> None:
    paper = desk.paper("fourteen months")
    pages_of = dict(paper.outline)
    for section in ("Saves", "Comments", "Search rank"):
        assert paper.head(pages_of[section]) == f"Kopi & Kaya Xiaohongshu, October 2026 {section}"
    assert paper.head(pages_of["Comments"] - 1).endswith("Saves")
    assert paper.head(len(paper.words)).endswith("Method")


def test_the_summary_takes_one_page_and_the_contents_another(paper: Paper) -> None:
    assert [element.page for element in paper.tree.of("H1")][:2] == [2, 3]


# -- what a printer looks for


def test_every_character_has_its_drawing(paper: Paper) -> None:
    assert paper.missing_characters() == []


def test_fonts_are_embedded_subsets_of_lines(paper: Paper) -> None:
    fonts = run("pdffonts", paper.path).splitlines()[2:]
    assert fonts
    assert [font for font in fonts if "Type 3" in font or not re.search(r" yes yes yes ", font)] == []


def test_the_file_is_sound_small_and_says_what_it_is(paper: Paper) -> None:
    run("qpdf", "--check", paper.path)
    said = run("pdfinfo", paper.path)
    assert re.search(r"^Tagged: +yes$", said, re.MULTILINE)
    assert re.search(r"^Title: +\S", said, re.MULTILINE)
    assert paper.document.open_metadata()["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    assert paper.path.stat().st_size < MOST_BYTES


# -- what a screen reader looks for


def test_all_that_is_shown_is_tagged(paper: Paper) -> None:
    assert paper.untagged() == []
    assert paper.marks_without_element() == []


def test_headings_figures_and_table_heads_are_as_pdf_ua_asks(paper: Paper) -> None:
    assert paper.faults_of_tags() == []


def test_head_and_foot_are_read_to_nobody(paper: Paper) -> None:
    said = [shown for page in paper.shown[1:] for shown in page if shown.tag == "/Artifact" and shown.operation == "TJ"]
    assert len(said) >= 3 * (len(paper.shown) - 1)


def test_chinese_in_an_english_report_says_so(paper: Paper) -> None:
    assert paper.unnamed_chinese() == []


def test_links_are_called_by_what_they_lead_to(paper: Paper) -> None:
    called = {title for title, _, _ in paper.contents}
    assert called.isdisjoint(paper.anchors)
    assert len(called) > 12


# -- the same checks on bad documents


def bad(tmp_path: Path, body: str, style: str = "") -> Paper:
    path = tmp_path / "bad.pdf"
    head = f'<html lang="en"><title>x</title><style>@page {{ size: A4; margin: 24mm 18mm 20mm }} {style}</style>'
    HTML(string=f"{head}<body>{body}").write_pdf(path, pdf_variant="pdf/ua-1")
    return Paper(path)


DOT = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
SPACE = '<div style="height: {}mm"></div>'
ROWS = "<tr><th>a</th><td>b</td></tr>" * 90


def test_a_heading_at_the_end_of_a_page_is_found(tmp_path: Path) -> None:
    body = f"{SPACE.format(230)}<h1>Last</h1><p>after</p>"
    parted = bad(tmp_path, body, "h1 { break-after: auto } p { padding-top: 15mm }")
    assert "page 1: a heading ends it" in parted.headings_that_end_a_page()
    assert bad(tmp_path, "<h1>First</h1><p>after</p>").headings_that_end_a_page() == []


@pytest.mark.parametrize(("repeats", "found"), [("table-row-group", 1), ("table-header-group", 0)])
def test_a_table_that_goes_on_without_its_head_is_found(repeats: str, found: int, tmp_path: Path) -> None:
    body = f"<p>x</p><table><thead><tr><th>head</th></tr></thead><tbody>{ROWS}</tbody></table>"
    assert len(bad(tmp_path, body, f"thead {{ display: {repeats} }}").tables_that_go_on_without_head()) >= found
    if not found:
        assert bad(tmp_path, body).tables_that_go_on_without_head() == []


def test_a_split_row_counts_twice(tmp_path: Path) -> None:
    row = f"<tr><th>a</th><td>{'<p>b</p>' * 90}</td></tr>"
    assert bad(tmp_path, f"<table><tbody>{row}</tbody></table>").rows() > 1
    assert bad(tmp_path, "<table><tbody><tr><th>a</th><td>b</td></tr></tbody></table>").rows() == 1


def test_text_outside_the_margins_is_found(tmp_path: Path) -> None:
    body = '<p style="break-after: page">x</p><p style="white-space: nowrap">' + "far " * 80
    assert bad(tmp_path, body).text_outside_the_margins()
    assert bad(tmp_path, '<p style="break-after: page">x</p><p>' + "far " * 80).text_outside_the_margins() == []


def test_small_text_is_found(tmp_path: Path) -> None:
    assert bad(tmp_path, '<p style="font-size: 9px">x</p>').small_text() == ["page 1: 6.8 points"]
    assert bad(tmp_path, '<p style="font-size: 10px">x</p>').small_text() == []


def test_a_missing_drawing_is_found(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "bad.pdf"
    with pikepdf.open(desk.paper("one-note").path) as document:
        fonts = list(document.pages[0].Resources.Font.values())
        files = [font.DescendantFonts[0].FontDescriptor for font in fonts]
        files[0].FontFile3 = files[-1].FontFile3
        document.save(path)
    assert Paper(path).missing_characters()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<h1>x</h1><h3>y</h3>", "page 1: H3 after H1"),
        ("<table><tr><th>x</th></tr></table>", "page 1: a head without scope"),
        (f'<img src="{DOT}" alt="">', "page 1: a figure without words"),
    ],
    ids=["order", "scope", "words"],
)
def test_faults_of_tags_are_found(body: str, said: str, tmp_path: Path) -> None:
    assert said in bad(tmp_path, body).faults_of_tags()


def test_what_is_seen_through_and_what_is_not_called_chinese_is_found(tmp_path: Path) -> None:
    assert bad(tmp_path, '<p>x</p><div style="opacity: .5; background: red; height: 9mm">').untagged() == ["page 1: Do"]
    chinese = bad(tmp_path, '<p style="font-family: Noto Sans CJK SC">收藏</p>')
    assert chinese.unnamed_chinese() == ["page 1: text 0"]
    assert chinese.untagged() == []


@pytest.mark.parametrize("name", ["report-sans-400", "report-serif-700"])
def test_fonts_keep_each_drawing_under_the_number_of_its_place(name: str) -> None:
    """A font that was cut for the web numbers its drawings otherwise."""
    font = TTFont(BUILT_IN_TEMPLATES / "theme" / "fonts" / f"{name}.woff2")
    font.flavor, out = None, io.BytesIO()
    font.save(out)
    packed = CFFFontSet()
    packed.decompile(io.BytesIO(glyphs.drawings(out.getvalue()) or b""), None)
    names = font["CFF "].cff[0].charset
    drawn = {place: lines(font["CFF "].cff[0], names[place]) for place in range(1, len(names))}
    places = {place for place, recorded in drawn.items() if recorded}
    assert {place: lines(packed[0], f"cid{place:05d}") for place in places} == {n: drawn[n] for n in places}
    assert len(places) > 100
    assert any(names[place] != f"cid{place:05d}" for place in places)


def lines(top: Any, name: str) -> list[Any]:
    pen = RecordingPen()
    top.CharStrings[name].draw(pen)
    return pen.value
