"""What an e-mail says: a month in each of the client's languages, as HTML that mail programs show, and as plain text.

    letter.html, letter.txt    in site_templates/email/; each receives `parcel`, `sections` (one a language), `colours`,
                               `dark`, `logo` and `locked`

Mail programs run no scripts, load nothing and know a small part of CSS: tables, styles at each element, a PNG for the chart.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from report_gen import addresses, escape, phrases, templates, theme
from report_gen.charts import _made, save_rate_trend
from report_gen.charts._render import VEGA_LITE, Drawer
from report_gen.delivery.parcel import Parcel
from report_gen.figures import Canvas, Figure
from report_gen.logos import Logo
from report_gen.phrases import Comparison, Signal
from report_gen.story import Story, months_back
from report_gen.wording import Wording, noop

SIGNALS = ("comments", "search-rank", "click-throughs")  # the pages of the numbers beside the save rate
FINDINGS = 2  # after the sentence on the save rate
CHART = Canvas("narrow", 440)  # drawn narrow, so that its text can be read on a phone too
CHART_WIDTH = 544  # as wide as the column
SHARP = 2  # pixels of a picture for each that it is wide
LOGO = (28, 140)  # height and most width
_FIRST_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_SAID_FIRST = "save_rate_"  # what the sentence on the save rate says already
_SUBJECT = noop("{client}: {month} report")


@dataclass(frozen=True)
class Picture:
    """A PNG inside the message, which the HTML asks for by its `cid`; width and height are those that it is shown at."""

    cid: str
    data: bytes = field(repr=False)
    width: int
    height: int


@dataclass(frozen=True)
class Chart:
    figure: Figure
    picture: Picture


@dataclass(frozen=True)
class Row:
    """A line of the headline table; `beside` says what the value is to be held against."""

    name: str
    value: str
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """The month in one language. `words` are the agency's, if `by` says whose they are, else what the numbers say."""

    wording: Wording
    title: str
    notice: str
    by: str
    words: tuple[str, ...]
    rate: Row
    definition: str
    rows: tuple[Row, ...]
    chart: Chart | None
    link: str


@dataclass(frozen=True)
class Letter:
    """The e-mail's words, for whoever gets it."""

    subject: str
    html: str = field(repr=False)
    text: str = field(repr=False)
    pictures: tuple[Picture, ...] = field(repr=False)


def compose(parcel: Parcel, locked: bool) -> Letter:
    """`locked`: the PDFs open with a password."""
    story = parcel.stories[0]
    sections = tuple(section(parcel, one) for one in parcel.stories)
    logo = _logo(parcel, story.look.logo) if story.look.logo else None
    names = {"parcel": parcel, "sections": sections, "locked": locked, "logo": logo, "subject": subject(parcel),
             "agency": parcel.agency.name or parcel.agency.sender, **_colours(story.look.brand)}  # fmt: skip
    folders = parcel.workspace.template_folders
    charts = (one.chart.picture for one in sections if one.chart)
    return Letter(
        subject(parcel),
        _inlined(templates.render(folders, "email/letter.html", names)),
        _plain(templates.render(folders, "email/letter.txt", names)),
        tuple(filter(None, (logo, *charts))),
    )


def subject(parcel: Parcel) -> str:
    w = parcel.stories[0].wording
    report = parcel.stories[0].report
    said = w.text(_SUBJECT, client=escape.clean(report.client.name), month=w.month(report.month))
    return w.text("[Draft] {subject}", subject=said) if parcel.is_draft else said


def section(parcel: Parcel, story: Story) -> Section:
    w = story.wording
    own = _own_words(story)
    return Section(
        wording=w,
        title=w.month(story.report.month),
        notice=phrases.attention(story),
        by=_whose(w, parcel.agency.name) if own else "",
        words=(own,) if own else _findings(story),
        rate=Row(w.text("Save rate"), w.rate(story.report.value("save_rate")), tuple(_beside_rate(story))),
        definition=phrases.definition(story),
        rows=tuple(_row(w, one) for one in phrases.signals(story) if one.page in SIGNALS),
        chart=_chart(parcel, story),
        link=parcel.links.get(w.language, ""),
    )


# -- words


def _own_words(story: Story) -> str:
    """The first paragraph of what the agency says of the month: as it was written, and no more of it than an e-mail takes."""
    comment = story.commentary.get("overview")
    found = _FIRST_PARAGRAPH.search(comment.html) if comment else None
    return escape.clean(Markup(found[1]).striptags()) if found else ""


def _whose(w: Wording, agency: str) -> str:
    return w.text("From your team at {agency}", agency=agency.split(",")[0]) if agency else w.text("From your team")


def _findings(story: Story) -> tuple[str, ...]:
    w = story.wording
    found = [one for one in phrases.findings(story) if not one.rule.startswith(_SAID_FIRST)][:FINDINGS]
    first = phrases.opening(story, "overview", "screen") if found else phrases.lead(story, "overview")
    return tuple(escape.clean(w.sentence(one)) for one in (first, *(f.text[w.language] for f in found)))


# -- the headline table


def _beside_rate(story: Story) -> Iterator[str]:
    """Against the month before, then against the target or, without one, what is usual."""
    w = story.wording
    last = w.month_name(months_back(story.report.month, 1))
    rows = [row for row in phrases.comparisons(story) if row.name != w.text("Year ago")]
    for row in sorted(rows, key=lambda row: row.name != last):
        yield w.text("{name} ({value}): {said}", name=row.name, value=row.value, said=_said(w, row))


def _said(w: Wording, row: Comparison) -> str:
    return w.text("{said}, {sure}", said=row.said, sure=row.sure) if row.sure else row.said


def _row(w: Wording, signal: Signal) -> Row:
    change = w.text("{change} {since}", change=signal.change, since=signal.since).strip() if signal.change else ""
    return Row(signal.name, signal.value, tuple(filter(None, (change, signal.fact))))


# -- pictures


def _chart(parcel: Parcel, story: Story) -> Chart | None:
    """The history of the save rate as the report draws it; a first month has none."""
    figure = _made.figure(save_rate_trend, story)
    if figure is None:
        return None
    data = _drawn(figure, story)
    width, height = _size(data)
    shown = (CHART_WIDTH, round(CHART_WIDTH * height / width))
    return Chart(figure, _picture(parcel, f"chart-{story.wording.language}", data, shown))


def _drawn(figure: Figure, story: Story) -> bytes:
    import vl_convert  # only where something is drawn

    spec = Drawer().spec(figure, CHART, story.look)
    spec["config"] = {**spec["config"], "background": theme.LIGHT["paper"]}  # in a dark window it is a light card
    drawn: bytes = vl_convert.vegalite_to_png(spec, vl_version=VEGA_LITE, scale=SHARP, allowed_base_urls=[])
    return drawn


def _logo(parcel: Parcel, logo: Logo) -> Picture:
    """As a PNG, whatever it is kept as: no mail program shows an SVG."""
    import vl_convert

    shown = logo.on_screen
    width, height = shown.at_height(*LOGO)
    scale = SHARP * height / shown.height
    data = vl_convert.svg_to_png(shown.data.decode("utf-8"), scale=scale) if logo.is_drawn else shown.data
    return _picture(parcel, "logo", data, (width, height))


def _picture(parcel: Parcel, name: str, data: bytes, size: tuple[int, int]) -> Picture:
    """By what it shows, so that no two messages share a name for different pictures."""
    digest = hashlib.sha256(data).hexdigest()[:16]
    return Picture(f"{name}.{digest}@{addresses.domain(parcel.agency.sender)}", data, *size)


def _size(png: bytes) -> tuple[int, int]:
    """Width and height stand at a fixed place."""
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


# -- how it looks


def _colours(brand: str) -> dict[str, Mapping[str, str]]:
    return {"colours": theme.variables(brand, theme.LIGHT), "dark": theme.variables(brand, theme.DARK)}


def _inlined(html: str) -> str:
    """Every style at its element: some programs drop the head. What hangs on the window stays there."""
    import css_inline

    inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
    return str(inliner.inline(html))


def _plain(text: str) -> str:
    """Templates escape for HTML; plain text is none. No more than one empty line stands between two others."""
    return re.sub(r"\n{3,}", "\n\n", str(Markup(text).unescape())).strip() + "\n"
