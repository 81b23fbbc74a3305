"""Story + templates → pages, for the screen or for paper.

    pages/<name>.md        one page: front matter (title, order, needs), then HTML in Jinja
    partials/*.html        what pages are made of

A template sees `story`, `report`, `medium`, `w` (Wording), `_`, `_n`, `said` (`report_gen.phrases`), `terms`
(`glossary.terms`), `has(page)`, `pdf_href`, `workbook_href`, and `chart(name)`, `pair(left, right)` (two charts),
`listing(name)`, `words(page)`, which render nothing where there is nothing to show; `data(name, …)` shows nothing and keeps
the data for the PDF. Undefined names fail, everything is escaped. A page exists only if each of its `needs` (a field of the
Report or a headline metric) has data, and if the client wants it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

import yaml
from markupsafe import Markup

from report_gen import escape, glossary, phrases, templates, workbooks
from report_gen.charts import _made
from report_gen.errors import SettingsError
from report_gen.figures import BESIDE, HALF, MICRO, NARROW, PAPER, PAPER_HALF, WIDE, Canvas, Cell, Figure, Listing
from report_gen.parts import parts
from report_gen.report import Report
from report_gen.story import Look, Story
from report_gen.wording import Wording
from report_gen.workbooks import Sheet

Medium = Literal["screen", "paper"]
FIRST, LAST = "overview", "method"  # the pages that a report has whatever its client wants
BOM = "\ufeff"  # spreadsheets take a CSV for UTF-8 only with it
RENEWED = ("restatements",)  # in a month that stands, whose other files stay: no part of the workbook
MOST_ROWS = 50  # of a chart's data on the page; the CSV has all

# The drawings of each shape. Text must not scale, so that each is drawn for several widths; the style sheet shows the one
# that fits (css/50-charts.css). PAPER is drawn for the PDF anyway.
_DRAWINGS: dict[str, tuple[Canvas, ...]] = {
    "full": (WIDE, PAPER, BESIDE, HALF, NARROW), "beside": (BESIDE, HALF, NARROW), "half": (HALF, NARROW),
    "micro": (MICRO,),
}  # fmt: skip
_ON_PAPER: dict[str, tuple[Canvas, ...]] = {
    "full": (PAPER,), "beside": (PAPER,), "half": (PAPER_HALF,), "micro": (MICRO,),
}  # fmt: skip
_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)


class Draws(Protocol):
    """What pages need of `charts._render.Drawer`."""

    def svg(self, figure: Figure, canvas: Canvas, look: Look) -> str: ...
    def spec(self, figure: Figure, canvas: Canvas, look: Look) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Page:
    """`title` is in the reader's language; `body` is one `<div class="rg">`."""

    name: str
    title: str
    order: int
    body: str


@dataclass(frozen=True)
class Pages:
    """In their order. `downloads` are the data behind charts and tables by path, as `data/all_notes.csv`; `scripts` are
    the charts for Vega, loaded when one is scrolled to."""

    pages: tuple[Page, ...]
    downloads: dict[str, bytes]
    scripts: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Drawing:
    """One SVG of a figure."""

    canvas: str
    svg: Markup


@dataclass(frozen=True)
class Front:
    """A page template's front matter; `title` is the English text."""

    name: str
    title: str
    order: int
    needs: tuple[str, ...] = ()


def render(story: Story, medium: Medium, folders: Sequence[Path], drawer: Draws, pdf_href: str = "") -> Pages:
    """Every page that has data. `pdf_href`: the PDF to link to on the screen, if there will be one."""
    fronts = _there(story.report, story.look.pages, folders)
    press = _Press(story, medium, tuple(folders), drawer)
    names = press.names() | {
        "has": {front.name for front in fronts}.__contains__,
        "pdf_href": pdf_href if medium == "screen" else "",
        "workbook_href": _workbook_href(story) if medium == "screen" else "",
    }
    rendered = [_page(press, front, names) for front in fronts]
    if medium == "screen":
        lasting = tuple(sheet for name, sheet in press.sheets.items() if name not in RENEWED)
        press.downloads[_workbook_href(story)] = workbooks.whole(story, lasting)
    return Pages(tuple(rendered), dict(sorted(press.downloads.items())), dict(sorted(press.scripts.items())))


def names(report: Report, wanted: Sequence[str], folders: Sequence[Path]) -> tuple[str, ...]:
    """The pages that the month has, in their order. `wanted`: the client's choice, all if empty."""
    return tuple(front.name for front in _there(report, wanted, folders))


def approval(story: Story, folders: Sequence[Path], drawer: Draws) -> tuple[str, dict[str, bytes]]:
    """What the Method page says of the month's approval, alone, with its download: it is renewed in a month that stands."""
    press = _Press(story, "screen", tuple(folders), drawer)
    return templates.render(press.folders, "partials/approval.html", press.names()), press.downloads


def _page(press: _Press, front: Front, names: dict[str, Any]) -> Page:
    text = templates.render(press.folders, f"pages/{front.name}.md", names)
    return Page(front.name, press.story.wording.text(front.title), front.order, _FRONT.sub("", text).strip())


# -- templates


def _there(report: Report, wanted: Sequence[str], folders: Sequence[Path]) -> list[Front]:
    return [front for front in _chosen(_fronts(folders), wanted) if _has_data(report, front)]


def _fronts(folders: Sequence[Path]) -> list[Front]:
    """All pages in their order; of templates with the same name the first folder's."""
    files = {path.stem: path for folder in reversed(folders) for path in sorted((folder / "pages").glob("*.md"))}
    return sorted((_front(path) for path in files.values()), key=lambda front: (front.order, front.name))


def _chosen(fronts: Sequence[Front], wanted: Sequence[str]) -> list[Front]:
    """The wanted pages in the client's order, or all in ours. The overview comes first whatever is wanted, since it is where
    a site opens, and Method is never left out: every number's definition and what is wrong with the data stand there."""
    by_name = {front.name: front for front in fronts}
    names = dict.fromkeys((FIRST, *wanted, LAST)) if wanted else by_name
    return [by_name[name] for name in names if name in by_name]


def _front(path: Path) -> Front:
    found = _FRONT.match(path.read_text(encoding="utf-8"))
    data = yaml.safe_load(found[1]) if found else None
    if not isinstance(data, dict) or not isinstance(data.get("title"), str) or not isinstance(data.get("order"), int):
        raise SettingsError(
            f"{path}: a page starts with its front matter, between two lines of three hyphens: title: Saves, order: 2, "
            "and needs: [keywords] if it exists only with these data."
        )
    return Front(path.stem, data["title"], data["order"], tuple(data.get("needs") or ()))


def _has_data(report: Report, front: Front) -> bool:
    fields = type(report).model_fields
    return all(bool(getattr(report, n)) if n in fields else report.value(n) is not None for n in front.needs)


# -- what templates call


@dataclass(frozen=True)
class _Press:
    """Renders charts and tables of one story for one medium, and gathers their data and scripts."""

    story: Story
    medium: Medium
    folders: tuple[Path, ...]
    drawer: Draws
    downloads: dict[str, bytes] = field(default_factory=dict)
    scripts: dict[str, bytes] = field(default_factory=dict)
    sheets: dict[str, Sheet] = field(default_factory=dict)

    def names(self) -> dict[str, Any]:
        w = self.story.wording
        return {
            "story": self.story, "report": self.story.report, "medium": self.medium, "w": w, "_": w.text, "_n": w.plural,
            "said": phrases, "terms": glossary.terms, "chart": self.chart, "pair": self.pair, "listing": self.listing,
            "data": self.data, "words": self.story.commentary.get,
        }  # fmt: skip

    def chart(self, name: str, shape: str = "") -> Markup:
        """The chart's block; `shape` where a page gives it other room than the chart's own SHAPE."""
        module = _part("charts", name)
        figure = _made.figure(module, self.story)
        if figure is None:
            return Markup()
        shape = shape or module.SHAPE
        table = _table(figure, self.story.wording)
        self._keep(name, figure)
        if self.medium == "screen":
            self.scripts[f"charts/{name}.js"] = self._script(name, figure, shape)
        return self._partial(
            "figure", name=name, figure=figure, shape=shape, svgs=self._drawings(figure, shape), table=table,
            csv_href=_csv_href(name), all_rows=len(figure.table.rows),
        )  # fmt: skip

    def pair(self, left: str, right: str) -> Markup:
        """Two charts beside each other; one that has nothing to stand beside takes the width of the page."""
        blocks = {name: self.chart(name, "half") for name in (left, right)}
        there = [name for name, block in blocks.items() if block]
        if len(there) == 1:
            return self.chart(there[0], "full")
        return Markup('<div class="rg-pair">\n{}\n{}\n</div>').format(*blocks.values()) if there else Markup()

    def listing(self, name: str) -> Markup:
        module = _part("listings", name)
        found: Listing | None = module.listing(self.story)
        if found is None:
            return Markup()
        self._keep(name, found)
        if self.medium == "screen":
            self.downloads[_xlsx_href(name)] = workbooks.alone(self.story, Sheet(name, found))
        # Most are tables; one that is laid out otherwise says so.
        template = getattr(module, "PARTIAL", "listing")
        return self._partial(template, name=name, listing=found, csv_href=_csv_href(name), xlsx_href=_xlsx_href(name))

    def data(self, *names: str) -> Markup:
        """Shows nothing and keeps the data: what is not worth its paper is attached to the PDF all the same."""
        for name in names:
            is_chart = name in parts("charts")
            module = _part("charts" if is_chart else "listings", name)
            found = _made.figure(module, self.story) if is_chart else module.listing(self.story)
            if found is not None:
                self._keep(name, found)
        return Markup()

    def _keep(self, name: str, part: Figure | Listing) -> None:
        self.sheets[name] = Sheet(name, part)
        self.downloads[_csv_href(name)] = (
            BOM + part.table.to_csv(labelled=self.story.wording.language != "en")
        ).encode()

    def _partial(self, template: str, **names: object) -> Markup:
        return Markup(templates.render(self.folders, f"partials/{template}.html", self.names() | names))

    def _drawings(self, figure: Figure, shape: str) -> list[Drawing]:
        return [
            Drawing(canvas.name, Markup(self.drawer.svg(figure, canvas, self.story.look)))
            for canvas in self._canvases(shape)
        ]

    def _script(self, name: str, figure: Figure, shape: str) -> bytes:
        """The same drawings for Vega, by canvas: a script rather than JSON, since nothing can be fetched from a folder."""
        drawn = {canvas: self.drawer.spec(figure, canvas, self.story.look) for canvas in self._canvases(shape)}
        specs = escape.json_script({canvas.name: spec for canvas, spec in drawn.items()})
        said = escape.json_script({"keys": self.story.wording.text("Arrow keys move from value to value.")})
        return f'(window.reportCharts ??= {{"said": {said}}})["{name}"] = {specs};\n'.encode()

    def _canvases(self, shape: str) -> Iterable[Canvas]:
        return (_ON_PAPER if self.medium == "paper" else _DRAWINGS)[shape]


def _csv_href(name: str) -> str:
    return f"data/{name}.csv"


def _xlsx_href(name: str) -> str:
    return f"data/{name}.xlsx"


def _workbook_href(story: Story) -> str:
    """The month’s tables and charts in one workbook."""
    return f"data/{story.report.client.slug}-{story.report.month}.xlsx"


def _part(package: str, name: str) -> Any:
    found = parts(package)
    if name not in found:
        raise SettingsError(
            f"A page asks for “{name}” of report_gen/{package}/, which isn't there; there are: {', '.join(found)}."
        )
    return found[name]


# -- a chart's data as a table


@dataclass(frozen=True)
class _Shown:
    """A chart's data, formatted: (label, is a number) by column, and the first rows."""

    heads: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[str, ...], ...]


def _table(figure: Figure, w: Wording) -> _Shown:
    columns = figure.table.columns
    heads = tuple((column.label, column.kind not in ("text", "date", "month")) for column in columns)
    rows = tuple(
        tuple(shown(w, cell, column.kind) for cell, column in zip(row, columns, strict=True))
        for row in figure.table.rows[:MOST_ROWS]
    )
    return _Shown(heads, rows)


def shown(w: Wording, cell: Cell, kind: str) -> str:
    """A raw value as a reader of that language sees it."""
    if isinstance(cell, str):
        return w.month(cell) if kind == "month" and re.fullmatch(r"\d{4}-\d\d", cell) else escape.clean(w.name(cell))
    if isinstance(cell, dt.date):
        return w.day(cell, year=True)
    if kind == "effect":
        return w.difference(None if cell is None else cell * 100, 2)
    formats = {
        "count": w.count, "rate": w.rate, "share": w.share, "change": w.change, "points": w.points, "rank": w.rank,
        "number": w.number,
    }  # fmt: skip
    return formats.get(kind, w.number)(cell)
