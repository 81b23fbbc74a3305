"""The PDF as readers, printers and screen readers get it: looked at with poppler, qpdf and pikepdf, not with our own eyes."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from PIL import Image, ImageChops

from report_gen import pages, pdf
from report_gen.charts._render import Drawer
from report_gen.errors import ReportGenError, SetupError, WorkspaceError
from report_gen.logos import Logo
from report_gen.report import Finding
from report_gen.story import Look, Story
from tests.paper import Paper, run
from tests.stories import VARIANTS, story

ROOT = Path(__file__).parents[1]
TEMPLATES = (ROOT / "site_templates",)
A4 = (595.276, 841.89)  # points


@pytest.fixture(scope="session")
def drawer(tmp_path_factory: pytest.TempPathFactory) -> Drawer:
    return Drawer(tmp_path_factory.mktemp("svg"))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, drawer: Drawer) -> Path:
    """The PDF of fourteen months."""
    path = tmp_path_factory.mktemp("pdf") / "report.pdf"
    path.write_bytes(printed(story(), drawer))
    return path


def printed(told: Story, drawer: Drawer, templates: tuple[Path, ...] = TEMPLATES) -> bytes:
    return pdf.render(told, pages.render(told, "paper", templates, drawer), templates, drawer, ROOT)


@cache
def text(path: Path, page: int | None = None) -> str:
    """As pdftotext reads it, white space folded."""
    only = ("-f", str(page), "-l", str(page)) if page else ()
    return re.sub(r"\s+", " ", run("pdftotext", *only, path, "-"))


# -- what a reader sees


def test_every_page_is_a4(built: Path) -> None:
    with pikepdf.open(built) as document:
        sizes = {tuple(round(float(x), 1) for x in page.mediabox[2:]) for page in document.pages}
    assert sizes == {tuple(round(x, 1) for x in A4)}


@pytest.mark.parametrize(
    ("headings", "left"),
    [((), 0), ((0,), 1), ((3, 0, 0, 0), 1), ((0, 0, 0, 3), 3), ((2, 2, 2, 2), 2), ((1, 1, 1), 2), ((0, 9), 1)],
)
def test_contents_stand_in_two_columns_of_about_as_many_lines(headings: tuple[int, ...], left: int) -> None:
    entries = [pdf.Entry(f"{n}", f"{n}", (pdf.Entry("x", "x"),) * count) for n, count in enumerate(headings)]
    columns = pdf._columns(entries)
    assert [*columns[0], *columns[1]] == entries
    assert len(columns[0]) == left


def test_labels_are_no_findings_and_stay_out_of_the_contents(drawer: Drawer) -> None:
    body = '<div class="rg"><h2>Saves rose</h2><h2 class="rg-label">From your team</h2><h2 id="x">“A” &amp; <b>B</b></h2></div>'
    entry = pdf._sheet(pages.Page("saves", "Saves", 1, body)).entry
    assert [(heading.anchor, heading.title) for heading in entry.headings] == [
        ("saves-1", "Saves rose"),
        ("x", "“A” & B"),
    ]


def test_chinese_titles_can_be_read_and_copied(built: Path) -> None:
    """All of the twenty most saved notes', whatever lines they are broken into."""
    printed_text = re.sub(r"\s", "", text(built))
    top = sorted(story().report.notes, key=lambda note: -(note.activity["saves"] or 0))[:20]
    assert [note.title for note in top if re.sub(r"\s", "", note.title) not in printed_text] == []


def test_the_cover_is_the_brand_s_exact_colour(built: Path, tmp_path: Path) -> None:
    run("pdftoppm", "-r", "20", "-l", "1", "-png", built, tmp_path / "cover")
    cover = Image.open(next(tmp_path.glob("cover*.png"))).convert("RGB")
    assert cover.getpixel((3, 3)) == (0xB5, 0x12, 0x1B)
    assert cover.getpixel((3, cover.height - 3)) == (255, 255, 255)


@pytest.mark.parametrize(("brand", "ink"), [("#b5121b", "#ffffff"), ("#ffd400", "#1c1d1f")])
def test_text_on_the_cover_is_white_where_that_reads_else_ink(brand: str, ink: str, drawer: Drawer) -> None:
    told = replace(story(), look=Look(brand))
    document = pdf.html(pdf.Press(told, pages.Pages((), {}), TEMPLATES, drawer), pdf.Fitted(5))
    assert f"--rg-field: {brand};" in document
    assert f"--rg-on-field: {ink};" in document


def test_head_and_foot_name_client_subject_agency_and_page(built: Path) -> None:
    last = text(built, len(pikepdf.open(built).pages))
    for words in ("Kopi & Kaya", "Xiaohongshu, October 2026", "Lantern Agency, Singapore"):
        assert words in last
    number = len(pikepdf.open(built).pages)
    assert f"{number} of {number}" in last
    assert " of " not in text(built, 1)


def test_notes_are_cut_to_twenty_and_the_rest_is_announced(built: Path) -> None:
    assert f"{len(story().report.notes) - 20} more stand on the site." in text(built)


@pytest.mark.parametrize("count", [0, 1, 5])
@pytest.mark.parametrize("length", [20, 900], ids=["short", "long"])
def test_the_summary_never_takes_a_second_page(count: int, length: int, drawer: Drawer, tmp_path: Path) -> None:
    """The least important findings go first; what is kept is shown whole."""
    said = tuple(
        Finding(
            id=f"f{n}", section="saves", importance=0.9 - n / 10, evidence={}, text={"en": f"Finding{n} happened"},
            why={"en": "because " * (length // 8)}, action={"en": "do something"},
        )
        for n in range(count)
    )  # fmt: skip
    told = story()
    told = replace(told, reports=(*told.reports[:-1], told.report.model_copy(update={"insights": said})))
    path = tmp_path / "report.pdf"
    only_method = tuple(page for page in pages.render(told, "paper", TEMPLATES, drawer).pages if page.name == "method")
    path.write_bytes(pdf.render(told, pages.Pages(only_method, {}), TEMPLATES, drawer, ROOT))
    shown = [n for n in range(count) if f"Finding{n}" in text(path, 2).split("What happened")[-1]]
    assert text(path, 3).startswith("Kopi & Kaya Xiaohongshu, October 2026 Contents")
    assert shown == list(range(len(shown)))
    assert (len(shown) >= 4) if length < 100 and count == 5 else bool(shown) or count == 0
    assert "Context, not goals" in text(path, 2)


def test_the_agency_s_words_stand_on_the_summary_where_there_is_room(drawer: Drawer, tmp_path: Path) -> None:
    """Else below the contents; never on both."""
    told = story()
    quiet = replace(told, reports=(*told.reports[:-1], told.report.model_copy(update={"insights": ()})))
    for shown, page in ((quiet, 2), (told, 3)):
        path = tmp_path / f"{page}.pdf"
        path.write_bytes(pdf.render(shown, pages.Pages((), {}), TEMPLATES, drawer, ROOT))
        assert [n for n in (2, 3) if "From your team" in text(path, n)] == [page]


@pytest.mark.parametrize(
    ("room", "fitted"),
    [
        (99, pdf.Fitted(0)),
        (162, pdf.Fitted(1)),
        (222, pdf.Fitted(2)),
        (222 + 10 * 10, pdf.Fitted(2, air=10)),
        (222 + 300, pdf.Fitted(2, words=True, air=pdf.MOST_AIR)),
        (222 + 100, pdf.Fitted(2, words=True)),
    ],
    ids=["none", "one", "all", "with air", "with words and air", "with words"],
)
def test_what_is_left_of_the_summary_s_page_goes_to_words_then_to_air(room: float, fitted: pdf.Fitted) -> None:
    words = 100.0 if fitted.words else 1_000.0
    assert pdf.Measured((100, 140, 200), 20, words, room, gaps=6).fitted() == fitted


@pytest.mark.parametrize("size", [(900, 60), (60, 900), (300, 300)], ids=["wide", "tall", "square"])
def test_a_logo_of_any_shape_stands_on_the_cover_s_white(size: tuple[int, int], drawer: Drawer, tmp_path: Path) -> None:
    Image.new("RGB", size, (0, 160, 0)).save(tmp_path / "logo.png")
    told = replace(story(1), look=Look("#ffd400", logo=Logo.read(tmp_path / "logo.png")))
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf.render(told, pages.Pages((), {}), TEMPLATES, drawer, ROOT))
    run("pdftoppm", "-r", "40", "-l", "1", "-png", path, tmp_path / "cover")
    cover = Image.open(next(tmp_path.glob("cover*.png"))).convert("RGB")
    red, green, _ = cover.split()
    area = ImageChops.subtract(green, red).point(lambda more: 255 * (more > 40)).getbbox()
    assert area is not None
    assert area[1] > cover.height * 205 / 297
    assert area[2] <= cover.width * 193 / 210


@pytest.mark.parametrize("variant", ["first month", "no notes", "nothing known", "partial month"])
def test_a_month_with_little_data_still_prints(variant: str, drawer: Drawer, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(printed(VARIANTS[variant](), drawer))
    assert "The month on one page" in text(path, 2)
    assert len(Paper(path).outline) > 4


def test_hostile_titles_print_as_text(drawer: Drawer, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(printed(story(2, hostile=True), drawer))
    assert "<imgsrc=xonerror=alert(1)>{{7*7}}]]>=HYPERLINK(" in re.sub(r"\s", "", text(path))


# -- what the file is made of


def test_all_fonts_are_embedded_and_none_is_a_bitmap(built: Path) -> None:
    fonts = run("pdffonts", built).splitlines()[2:]
    assert fonts
    assert not [font for font in fonts if "Type 3" in font or not re.search(r" yes yes yes ", font)]
    assert all(re.search(r"Report-S|Noto-S(ans|erif)-CJK-SC", font) for font in fonts)


def test_charts_are_lines_and_text_not_images(built: Path) -> None:
    assert len(run("pdfimages", "-list", built).splitlines()) == 2  # the heads of its table
    assert "range of the 6 months before" in text(built, 2)


def test_the_file_is_sound_and_small(built: Path) -> None:
    run("qpdf", "--check", built)
    assert built.stat().st_size < 1_500_000


def test_the_file_says_what_it_is(built: Path) -> None:
    with pikepdf.open(built) as document:
        info, metadata = document.docinfo, document.open_metadata()
        assert str(info["/Title"]) == "Kopi & Kaya, Xiaohongshu report, October 2026"
        assert str(info["/Author"]) == "Lantern Agency, Singapore"
        assert str(document.Root.Lang) == "en"
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert bool(document.Root.MarkInfo.Marked)


def test_charts_are_described_to_those_who_cannot_see_them(built: Path) -> None:
    with pikepdf.open(built) as document:
        figures = [o for o in document.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure"]
        described = [str(figure.get("/Alt", "")) for figure in figures]
    assert len(described) > 10
    assert all(len(words) > 20 for words in described)


def test_the_month_s_tables_are_attached(built: Path, drawer: Drawer) -> None:
    downloads = pages.render(story(), "paper", TEMPLATES, drawer).downloads
    with pikepdf.open(built) as document:
        attached = {name: spec.get_file().read_bytes() for name, spec in document.attachments.items()}
    assert attached == {Path(name).name: data for name, data in downloads.items()}


def test_no_link_leads_to_a_place_on_this_machine(built: Path) -> None:
    with pikepdf.open(built) as document:
        links = [annotation for page in document.pages for annotation in page.get("/Annots", [])]
        targets = [str(link["/A"]["/URI"]) for link in links if "/URI" in link.get("/A", {})]
    assert links
    assert not [target for target in targets if not target.startswith(("https:", "http:", "mailto:"))]


def test_the_same_inputs_give_the_same_bytes(built: Path, drawer: Drawer) -> None:
    """In another process too, whose sets and dictionaries hash otherwise."""
    script = (
        "import sys, hashlib; from pathlib import Path; from tests.stories import story; from tests.test_pdf import *;"
        "print(hashlib.sha256(printed(story(), Drawer(Path(sys.argv[1])))).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "America/New_York"}
    again = subprocess.run(
        [sys.executable, "-c", script, str(drawer.cache)], cwd=ROOT, env=environment, check=True, capture_output=True
    )
    assert again.stdout.decode().strip() == hashlib.sha256(built.read_bytes()).hexdigest()


def with_emoji(folder: Path) -> Path:
    """A configuration of the machine's fonts, and of one with a square for each emoji, under the name that is asked for."""
    squares = [*map(ord, "#*0123456789©®‼⁉™↔↕↖↗↘↙↩↪Ⓜ▪▫▶◀◻◼◽◾⤴⤵⬅⬆⬇⬛⬜⭐⭕〰〽㊗㊙"), *range(0x2300, 0x2400),
               *range(0x2600, 0x27C0), *range(0x1F000, 0x1FB00)]  # fmt: skip
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 700), (700, 700), (700, 0)):
        pen.lineTo(corner)
    pen.closePath()
    font = FontBuilder(1000)
    font.setupGlyphOrder([".notdef", "square"])
    font.setupCharacterMap(dict.fromkeys(squares, "square"))
    font.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "square": pen.glyph()})
    font.setupHorizontalMetrics(dict.fromkeys((".notdef", "square"), (800, 0)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "Noto Color Emoji", "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    font.save(folder / "emoji.ttf")
    settings = folder / "fonts.conf"
    settings.write_text(
        "<fontconfig><include>/etc/fonts/fonts.conf</include>"
        f"<dir>{folder}</dir><cachedir>{folder / 'cache'}</cachedir></fontconfig>"
    )
    return settings


def test_an_emoji_font_on_the_machine_changes_nothing(tmp_path: Path) -> None:
    """Of all signs that such a font has, some stay in the text: the font for text draws them."""
    script = (
        "import hashlib; from tests.test_pdf import *;"
        "signs = ''.join(map(chr, [*range(0x2190, 0x2c00), *range(0x1f000, 0x1fb00)]));"
        "page = one_page(f'<h2>1\ufe0f\u20e3 咖啡☕\ufe0f ☝🏽 ♥\ufe0f ©</h2><p>{signs}</p>');"
        "made = pdf.render(story(1), page, TEMPLATES, Drawer(), ROOT);"
        "print(hashlib.sha256(made).hexdigest())"
    )
    made = [
        subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, env=environment, check=True, capture_output=True
        ).stdout
        for environment in (dict(os.environ), {**os.environ, "FONTCONFIG_FILE": str(with_emoji(tmp_path))})
    ]
    assert made[0] == made[1]


# -- what it may read


def one_page(body: str) -> pages.Pages:
    return pages.Pages((pages.Page("extra", "Extra", 1, f'<div class="rg"><h1>Extra</h1>{body}</div>'),), {})


@pytest.mark.parametrize(
    "body",
    [
        '<img alt="x" src="https://example.com/x.png">',
        '<img alt="x" src="//example.com/x.png">',
        '<img alt="x" src="file:///etc/hostname">',
        '<img alt="x" src="template:../pyproject.toml">',
        '<img alt="x" src="template:theme/../../pyproject.toml">',
        '<p style="background: url(http://example.com/x.png)">x</p>',
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image width="9" height="9" href="http://example.com/x"/></svg>',
        '<link rel="stylesheet" href="http://example.com/x.css">',
        '<style>@import url("https://example.com/x.css");</style>',
    ],
    ids=["https", "no scheme", "file", "parent", "parent within", "style", "svg", "stylesheet", "import"],
)
def test_nothing_is_read_from_elsewhere(body: str, drawer: Drawer) -> None:
    with pytest.raises(ReportGenError):
        pdf.render(story(2), one_page(body), TEMPLATES, drawer, ROOT)


def test_another_client_s_files_cannot_be_read(tmp_path: Path, drawer: Drawer) -> None:
    """Not by its path, and not by a link in the client's own folder."""
    for slug in ("client-x", "client-y"):
        (tmp_path / "clients" / slug).mkdir(parents=True)
        Image.new("RGB", (2, 2)).save(tmp_path / "clients" / slug / "logo.png")
    link = tmp_path / "clients" / "client-x" / "link.png"
    link.symlink_to(tmp_path / "clients" / "client-y" / "logo.png")
    own, other = (tmp_path / "clients" / slug / "logo.png" for slug in ("client-x", "client-y"))
    assert pdf.render(story(2), one_page(f'<img alt="x" src="{own.as_uri()}">'), TEMPLATES, drawer, tmp_path)
    for path in (other, link):
        with pytest.raises(WorkspaceError, match="may not read"):
            pdf.render(story(2), one_page(f'<img alt="x" src="{path.as_uri()}">'), TEMPLATES, drawer, tmp_path)


def test_a_workspace_may_override_a_single_file(tmp_path: Path, drawer: Drawer) -> None:
    (tmp_path / "pdf").mkdir()
    (tmp_path / "pdf" / "contents.html").write_text('<article class="sheet" id="contents">Our own contents</article>')
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf.render(story(2), one_page(""), (tmp_path, *TEMPLATES), drawer, ROOT))
    assert "Our own contents" in text(path, 3)


@pytest.mark.parametrize(
    ("rule", "words"),
    [("p { colour: red }", "colour"), ('@font-face { font-family: X; src: url("template:no.woff2") }', "no.woff2")],
    ids=["a slip in the style sheet", "a font that is missing"],
)
def test_what_the_layout_warns_of_is_an_error(rule: str, words: str, drawer: Drawer) -> None:
    with pytest.raises(ReportGenError, match=words):
        pdf.render(story(2), one_page(f"<style>{rule}</style>"), TEMPLATES, drawer, ROOT)


def test_a_missing_letter_is_an_error_and_a_foreign_script_is_not() -> None:
    warning = '.notdef glyph rendered for Unicode string unsupported by fonts: "{0}" (U+{1:04X})'
    with pytest.raises(SetupError, match="fonts-noto-cjk"), pdf.strict():
        logging.getLogger("weasyprint").warning(warning.format("咖", ord("咖")))
    with pdf.strict():
        logging.getLogger("weasyprint").warning(warning.format("ก", ord("ก")))


def test_pictographs_are_left_out_and_signs_that_are_text_stay(drawer: Drawer, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf.render(story(2), one_page("<p>A☕️😀❗✨🙇\u200d♀️B★♥→✓</p>"), TEMPLATES, drawer, ROOT))
    assert "AB★♥→✓" in text(path)
