"""Pages → the PDF: cover, the month on one page, contents, then each page of the site as paper shows it.

WeasyPrint lays out HTML of our own with a style sheet of our own (site_templates/pdf/). It may read nothing but templates
and the client's folder, and what it warns of is an error: a PDF that lacks a font is not finished. The same inputs give
the same bytes: dates come from the Report, nothing from the clock.
"""

from __future__ import annotations

import base64
import datetime as dt
import logging
import mimetypes
import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from markupsafe import Markup
from pydyf import PDF
from weasyprint import HTML, Attachment, Document
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from report_gen import escape, glyphs, phrases, tagging, templates, theme, typography
from report_gen.charts import _cover, _made
from report_gen.errors import ReportGenError, SetupError, WorkspaceError
from report_gen.figures import HALF, MICRO, PAPER, Canvas, Figure
from report_gen.listings import context
from report_gen.pages import Page, Pages
from report_gen.parts import parts
from report_gen.story import Story
from report_gen.wording import MISSING, Wording

if TYPE_CHECKING:
    from report_gen.charts._render import Drawer

SUMMARISED = "overview"  # the page that the summary stands for
MM = 96 / 25.4  # pixels
A4, LONG_SHEET = 297 * MM, 3000 * MM  # the heights of a page, and of the one that a summary is measured on
STRIP = 0.28  # of the brand's colour in the strip of an interval
MOST_AIR = 14.0  # more would look empty
SLACK = 2.0  # pixels for the lines of a table that is cut short
SUMMARY_GAPS = 6  # of the summary's own that `--air` widens; a finding has two
_CONTEXT = ("impressions", "views", "likes", "new_followers")  # as many as fit on a line
_WHITE = "#ffffff"
_CHART = re.compile(r'<svg class="([^"]*)"(?:[^>]* aria-label="([^"]*)")?.*?</svg>', re.DOTALL)
_CHART_FONTS = "Report Sans, Noto Sans CJK SC"
_ID = re.compile(r'\bid="([^"]+)"')
_TAG = re.compile(r"<[^>]*>")
_LABEL = "rg-label"  # a heading that names what follows rather than saying something: none for the contents
_TOP = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_HEADING = re.compile(r"<h2([^>]*)>(.*?)</h2>", re.DOTALL)
_INLINE = r"((?:[^<]|<span[^>]*>[^<]*</span>)*)"
# Titles and the lines below them, and what of a Chinese one must stay together: from one comma or space to the next.
_TITLE = re.compile(rf'(<h[23]\b[^>]*>|<p class="(?:cover__sentence|rg-sub)">){_INLINE}(</(?:h[23]|p)>)')
# The same, sentences around them, the lines of the contents, and findings (second in their rows, unlike names): what in other
# languages has no short last line.
_ENDING = re.compile(
    r'(<h[23]\b[^>]*>|<p class="(?:cover__sentence|rg-sub|rg-dek|rg-chart__foot)">|<a href="#[^"]*">|(?<!<tr>)<th scope="row">)'
    rf"{_INLINE}(</(?:h[23]|p|a|th)>)"
)
LAST_LINE = 11  # letters that it has at least
_PHRASE = re.compile(r"(?:<span[^>]*>[^<]*</span>|[^<\s，。：；、]|\u00a0)+[，。：；、]*")
# Text fonts have no pictographs, and a colour font would put bitmaps into the PDF, where the machine has one: on paper a
# title goes without. Those that Noto Sans CJK draws as text stay.
_PICTOGRAPHS = re.compile(
    "\u200d[\u2190-\u2bff]|"  # what is joined to one, as the sign in a woman who bows
    "(?![⌘〈〉☀☁☂☃★☆☉☎☏☖☗☜☞☟☯♀♁♂♠♡♢♣♤♥♦♧♨♩♪♫♬♭♮♯♻♽⚠✂✓✽✿❀❖❶-❿➀-➓➡⬅⬆⬇])"
    "[\u200d\u20e3\u2300-\u23ff\u25fd\u25fe\u2600-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f]"
)
_NOTDEF = re.compile(r"\.notdef glyph.*\(U\+([0-9A-F]+)\)")
# What a report's own fonts must have. Another script in a stranger's title may stay an empty box.
_EXPECTED = re.compile("[ -~\u00a0-\u00ff\u2010-\u2027\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]")


@dataclass(frozen=True)
class Entry:
    """A line of the contents: a page with its headings, or a heading."""

    anchor: str
    title: str
    headings: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A page of the report as it stands in the PDF, its headings anchored. `section` is what the head of its pages says."""

    name: str
    section: str
    html: Markup
    entry: Entry


@dataclass(frozen=True)
class Fitted:
    """What of the summary stands on its one page: the first findings, whether the agency's words do, and by how many pixels
    each of its gaps is wider than the narrowest that the style sheet has."""

    findings: int
    words: bool = False
    air: float = 0


@dataclass(frozen=True)
class Measured:
    """Where the parts of a summary with all of its findings end, in pixels from the top of the page, without air."""

    findings: tuple[float, ...]  # the top of each, then the end of the last
    context: float  # the heights of what follows them
    words: float
    room: float  # down to which a page may be filled
    gaps: int  # beside those of the findings

    def fitted(self) -> Fitted:
        """As many findings as fit: the least important goes first. The words stand below them only if all do."""
        count = next((n for n in range(len(self.findings) - 1, 0, -1) if self._spare(n) >= 0), 0)
        is_whole = count == len(self.findings) - 1
        words = is_whole and 0 < self.words <= self._spare(count)
        spare = self._spare(count) - (self.words if words else 0)
        return Fitted(count, words, round(max(0, min(spare / (self.gaps + 2 * count), MOST_AIR)), 2))

    def _spare(self, count: int) -> float:
        return self.room - SLACK - self.findings[count] - self.context


@dataclass(frozen=True)
class Press:
    """What every version of the document is written with."""

    story: Story
    pages: Pages
    folders: tuple[Path, ...]  # of templates
    drawer: Drawer

    @cached_property
    def names(self) -> dict[str, Any]:
        """What templates see in every version; its charts are drawn once."""
        story, w, brand = self.story, self.story.wording, self.story.look.brand
        trend = _figure("save_rate_trend", story)
        signals = phrases.signals(story)
        on_white = theme.readable(brand, _WHITE)
        ink = {
            "brand": on_white, "strip": _tint(on_white), "field": brand, "on-field": theme.ink_on(brand),
        }  # fmt: skip
        return {
            "story": story,
            "report": story.report,
            "medium": "paper",
            "look": story.look,
            "phrases": phrases,
            "w": w,
            "_": w.text,
            "_n": w.plural,
            "lang": w.tag,
            "title": document_title(story),
            "stamp": stamp(story).date().isoformat(),
            "tokens": {**theme.LIGHT, **theme.measures(), **ink},
            "numbering": _numbering(w),
            "cover": self.image(_made.figure(_cover, story), PAPER),
            "trend": trend,
            "trend_image": self.image(trend, HALF),
            "signals": signals,
            "signal_images": {s.chart: self.image(_figure(s.chart, story), MICRO) for s in signals},
            "context": _context_line(story),
        }

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        return tuple(_sheet(page) for page in self.pages.pages if page.name != SUMMARISED)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What the contents list."""
        summary = Entry("summary", self.story.wording.text("The month on one page"))
        return (summary, *(sheet.entry for sheet in self.sheets))

    def image(self, figure: Figure | None, canvas: Canvas) -> Markup:
        if figure is None:
            return Markup("")
        return Markup(_CHART.sub(_as_image, self.drawer.svg(figure, canvas, self.story.look)))


def render(story: Story, pages: Pages, folders: tuple[Path, ...], drawer: Drawer, root: Path) -> bytes:
    """The month as PDF/UA. `root` is the workspace; of it only this client's folder may be read."""
    press = Press(story, pages, folders, drawer)
    fetcher = Fetcher((*folders, root / "clients" / story.report.client.slug), folders)
    with strict():
        document = _laid_out(html(press, _fitted(press, fetcher)), fetcher)
        written: bytes = document.write_pdf(
            pdf_variant="pdf/ua-1", attachments=_attachments(story, pages), finisher=partial(_finish, press)
        )
    return written


def _finish(press: Press, document: Document, pdf: PDF) -> None:
    tagging.finish(document, pdf, dict(_titles(press.entries)))
    glyphs.pack(pdf)


# -- HTML for paper


def html(press: Press, fitted: Fitted) -> str:
    """The whole PDF as one document."""
    return _written("report.html", press, fitted, {"sheets": press.sheets, "columns": _columns(press.entries)})


def summary_html(press: Press) -> str:
    """All of the summary alone, to see what fits."""
    return _written("summary_alone.html", press, Fitted(len(phrases.findings(press.story)), words=True), {})


def _written(template: str, press: Press, fitted: Fitted, values: dict[str, Any]) -> str:
    text = templates.render(press.folders, f"pdf/{template}", press.names | {"fitted": fitted} | values)
    is_spaced = press.story.wording.language in typography.SPACED
    text = _TITLE.sub(_together, text) if is_spaced else _ENDING.sub(_ended, text)
    return _PICTOGRAPHS.sub("", text)


def _together(title: re.Match[str]) -> str:
    """WeasyPrint knows no `word-break: keep-all`, as on screen: a phrase is a block of its own, broken only if it must be."""
    start, words, end = title.groups()
    return start + _PHRASE.sub(r'<span class="rg-phrase">\g<0></span>', words) + end


def _ended(title: re.Match[str]) -> str:
    """Nor `text-wrap: pretty`: the last words stand together, so that no line holds one short word alone."""
    start, words, end = title.groups()
    rest, last = _parted(words.rstrip())
    return f'{start}{rest} <span class="rg-whole">{last}</span>{end}' if last else title[0]


def _parted(words: str) -> tuple[str, str]:
    """The text, and as few of its last words as make a line. None of these if there are no more words, or no plain ones."""
    rest, last = words, ""
    while len(last) < LAST_LINE:
        rest, _, word = rest.rpartition(" ")
        last = f"{word} {last}".strip()
        if not rest or ">" in last:
            return words, ""
    return rest, last


def _titles(entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    for entry in entries:
        yield entry.anchor, entry.title
        yield from _titles(entry.headings)


def _columns(entries: Sequence[Entry]) -> tuple[Sequence[Entry], Sequence[Entry]]:
    """The contents in two columns of about as many lines. WeasyPrint's own `columns` tries their height out, which takes
    longer than all the rest of the document."""
    lines = [1 + len(entry.headings) for entry in entries]
    left = min(range(len(lines) + 1), key=lambda n: (max(sum(lines[:n]), sum(lines[n:])), -n))
    return entries[:left], entries[left:]


def _sheet(page: Page) -> Sheet:
    """The page's body with an anchor at every heading."""
    entries: list[Entry] = []

    def anchored(match: re.Match[str]) -> str:
        if _LABEL in match[1]:
            return match[0]
        own = _ID.search(match[1])
        anchor = own[1] if own else f"{page.name}-{len(entries) + 1}"
        entries.append(Entry(anchor, _said(match[2])))
        return match[0] if own else f'<h2{match[1]} id="{anchor}">{match[2]}</h2>'

    body = Markup(_CHART.sub(_as_image, _HEADING.sub(anchored, page.body)))
    title = _TOP.search(page.body)
    name = _said(title[1]) if title else page.title
    return Sheet(page.name, page.title, body, Entry(page.name, name, tuple(entries)))


def _said(html: str) -> str:
    """The words of a heading; what must not be parted stays so."""
    return re.sub(r"[ \n]+", " ", Markup(_TAG.sub("", html)).unescape()).strip(" ")


def _as_image(match: re.Match[str]) -> str:
    """A chart as an image of its own: drawn as lines and text all the same, but its marks are no elements of the document,
    whose styles would have to be worked out. No style sheet reaches into it, so it names its fonts."""
    drawing = match[0].replace("<svg ", f'<svg font-family="{_CHART_FONTS}" ', 1)
    data = base64.b64encode(_PICTOGRAPHS.sub("", drawing).encode()).decode()
    return f'<img class="{match[1]}" alt="{match[2] or ""}" src="data:image/svg+xml;base64,{data}">'


def _tint(colour: str) -> str:
    """A strip's colour on white, not seen through: what is, can't be told apart from text by tags."""
    channels = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - channel) * STRIP):02x}" for channel in channels)


def _context_line(story: Story) -> list[str]:
    """“Impressions 128,308 (+2%)”, one after the other."""
    listing = context.listing(story)
    cells = [line.cells for line in listing.lines if line.cells["metric"] in _CONTEXT] if listing else []
    return [_named(story.wording, cell) for cell in cells]


def _named(w: Wording, cell: Mapping[str, str]) -> str:
    values = {"name": cell["figure"], "value": cell["value"]}
    if cell["change"] == MISSING:
        return w.text("{name} {value}", **values)
    return w.text("{name} {value} ({change})", change=cell["change"], **values)


def _figure(name: str, story: Story) -> Figure | None:
    module = parts("charts").get(name)
    return _made.figure(module, story) if module else None


def document_title(story: Story) -> str:
    w, report = story.wording, story.report
    return w.text(
        "{client}, Xiaohongshu report, {month}", client=escape.clean(report.client.name), month=w.month(report.month)
    )


def stamp(story: Story) -> dt.datetime:
    """When the month was closed: the PDF's date, whenever it is built."""
    coverage = story.report.coverage
    return dt.datetime.combine(coverage.closing or coverage.last_day, dt.time(), tzinfo=dt.UTC)


def _numbering(w: Wording) -> Markup:
    """“3 of 17”; the style sheet fills both."""
    page, pages = Markup('<b class="page-number"></b>'), Markup('<span class="page-count"></span>')
    return escape.html(w.text("{page} of {pages}")).format(page=page, pages=pages)


def _attachments(story: Story, pages: Pages) -> list[Attachment]:
    """The month's tables, for those who get only the PDF."""
    moment = stamp(story)
    return [
        Attachment(string=data, name=Path(name).name, created=moment, modified=moment, relationship="Data")
        for name, data in sorted(pages.downloads.items())
    ]


# -- layout


def _laid_out(text: str, fetcher: Fetcher) -> Document:
    return HTML(string=text, base_url="template:pdf/", url_fetcher=fetcher).render(pdf_variant="pdf/ua-1")


def _fitted(press: Press, fetcher: Fetcher) -> Fitted:
    """What of the summary fits on its page, as measured on the summary alone, which costs a tenth of the whole."""
    at = {name: place[1] for name, place in _laid_out(summary_html(press), fetcher).pages[0].anchors.items()}
    tops = [at[f"summary-{n + 1}"] for n in range(len(phrases.findings(press.story)))]
    return Measured(
        findings=(*tops, at["summary-context"]),
        context=at["summary-words"] - at["summary-context"],
        words=at["summary-end"] - at["summary-words"],
        room=at["page-end"] - LONG_SHEET + A4,
        gaps=SUMMARY_GAPS,
    ).fitted()


class Fetcher(URLFetcher):  # type: ignore[misc]
    """Gives WeasyPrint what is in a URL itself (`data:`), templates (`template:theme/…`, the workspace's own first) and
    files in the folders named; anything else stops the build."""

    def __init__(self, folders: tuple[Path, ...], templates: tuple[Path, ...]) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)
        self._folders = tuple(folder.resolve() for folder in folders)
        self._templates = templates

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        address = urlsplit(url)
        if address.scheme == "data":
            return super().fetch(url, headers)
        path = self._path(address.scheme, address.netloc, unquote(address.path))
        if path is None or not path.is_file() or not any(path.is_relative_to(folder) for folder in self._folders):
            raise PermissionError(url)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    def _path(self, scheme: str, host: str, path: str) -> Path | None:
        """The file behind the URL, links followed, so that none leads out of the folders."""
        if scheme == "template":
            found = next((folder / path for folder in self._templates if (folder / path).is_file()), None)
            return found.resolve() if found else None
        return Path(path).resolve() if scheme == "file" and not host else None


@contextmanager
def strict() -> Iterator[None]:
    """What WeasyPrint warns of or refuses becomes an error of ours, once it is done and all of it is known."""
    heard = _Heard()
    log = logging.getLogger("weasyprint")
    log.addHandler(heard)
    try:
        yield
    except FatalURLFetchingError as error:
        raise WorkspaceError(
            f"The PDF asks for something that it may not read: {error}. Only templates, files in the client's folder and "
            "data: URLs may be used; copy the file there and name it by its path."
        ) from error
    finally:
        log.removeHandler(heard)
    if heard.problems:
        raise _problem(heard.problems)


class _Heard(logging.Handler):
    """The warnings of this thread's layout, each once."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.problems: list[str] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if record.thread == self._thread and message not in self.problems and not _is_foreign(message):
            self.problems.append(message)


def _is_foreign(message: str) -> bool:
    """Whether it is only that a title holds a script that no report font is made for."""
    missing = _NOTDEF.match(message)
    return missing is not None and not _EXPECTED.match(chr(int(missing[1], 16)))


def _problem(problems: list[str]) -> ReportGenError:
    if any(_NOTDEF.match(problem) for problem in problems):
        return SetupError(
            "The PDF would lack characters, since a font is missing on this machine. Install it with: "
            "apt-get install fonts-noto-cjk",
            *problems,
        )
    return SetupError("The PDF could not be laid out as its templates ask (site_templates/pdf/):", *problems)
