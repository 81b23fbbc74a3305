"""What a designer would mark in a drawing: nothing of it on any chart, of believable months or of hard clients' files."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from report_gen import config, months
from report_gen.charts._render import Drawer
from report_gen.figures import BESIDE, HALF, MICRO, NARROW, PAPER, PAPER_HALF, WIDE, Canvas
from report_gen.parts import parts
from report_gen.readers import read_exports
from report_gen.story import Look, Story
from report_gen.wording import Wording
from report_gen.workspace import Client
from tests.charts.drawn import drawing
from tests.charts.faults import faults, is_argued
from tests.hard_clients import CLIENTS, workspace

# A half chart whose neighbour has nothing to say takes the width of the page.
CANVASES = {"full": (WIDE, PAPER, BESIDE, HALF, NARROW), "half": (WIDE, HALF, PAPER_HALF, NARROW), "micro": (MICRO,)}
# What a second language changes is the width of words, which matters where there is little room.
TIGHT = {"full": (PAPER, NARROW), "half": (PAPER_HALF, NARROW), "micro": ()}
# Where a page asks for another width than the chart's own.
ALSO: dict[str, tuple[Canvas, ...]] = {
    "save_rate_trend": (BESIDE,), "saves_by_publication": (PAPER_HALF,), "saves_against_rank": (PAPER_HALF,),
}  # fmt: skip


@cache
def told(slug: str) -> tuple[Story, ...]:
    """The client's last month in each of its languages, out of files as a build reads them."""
    with TemporaryDirectory() as folder:
        root = workspace(Path(folder), [slug])
        client = Client(slug, root / "clients" / slug, root)
        settings = config.load(client)
        reports = months.reports(read_exports(client, settings), settings, slug)
    look = Look(settings.brand.colour) if settings.brand else Look()
    return tuple(
        Story(reports, Wording(language, reports[-1].names.get(language, {})), look) for language in settings.languages
    )


def canvases(chart: str, first: bool) -> tuple[Canvas, ...]:
    shape = parts("charts")[chart].SHAPE
    return (*CANVASES[shape], *ALSO.get(chart, ())) if first else TIGHT[shape]


def marked(story: Story, first: bool) -> Iterator[str]:
    for chart, module in parts("charts").items():
        figure = module.figure(story)
        for canvas in canvases(chart, first) if figure else ():
            svg = Drawer().whole(figure, canvas, story.look)
            for fault in faults(drawing(svg)):
                if not is_argued(chart, fault):
                    yield f"{chart}, {story.wording.language}, {canvas.name} {canvas.width}: {fault}"


@pytest.mark.parametrize("slug", CLIENTS)
def test_hard_clients_charts_are_clean_on_every_canvas(slug: str) -> None:
    assert [fault for place, story in enumerate(told(slug)) for fault in marked(story, place == 0)] == []


# -- the judge itself


def svg(*marks: str) -> str:
    """A drawing of 200 × 100 with a plane of 140 × 60 at 40, 20."""
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"><g transform="translate(40,20)">'
    return f'{head}<path d="M0,0h140v60h-140Z"/>{"".join(marks)}</g></svg>'


def text(words: str, x: float, y: float, size: int = 13, more: str = "") -> str:
    return f'<text transform="translate({x},{y})" font-size="{size}px" fill="#1c1d1f" {more}>{words}</text>'


def halo(words: str, x: float, y: float) -> str:
    return text(words, x, y, more='stroke="#fefefe" stroke-width="4"') + text(words, x, y)


def dot(x: float, y: float, radius: float = 5) -> str:
    r = f"{radius},{radius},0,1,1"
    return f'<path transform="translate({x},{y})" d="M{radius},0A{r},-{radius},0A{r},{radius},0" fill="#b5121b"/>'


LINE = '<path d="M0,30L70,30L140,30" stroke="#8d9096" stroke-width="2"/>'
STRIP = '<line transform="translate(20,30)" x2="60" y2="0" stroke="#b5121b" stroke-width="7"/>'
BAR = '<path d="M10,10h40v40h-40Z" fill="#c9cbcf"/>'
BAND = '<path d="M10,10h100v40h-100Z" fill="#efece6"/>'


@pytest.mark.parametrize(
    ("marks", "fault"),
    [
        pytest.param([text("Oct 2026", 130, 40)], "reaches over the edge: Oct 2026", id="cut off"),
        pytest.param([text("36", 10, 20), text("37", 12, 24)], "lie on each other: 36 | 37", id="two texts"),
        pytest.param([text("36", 10, 20), text("37", 10, 32)], "less than 14 px apart: 36 | 37", id="two rows"),
        pytest.param([dot(30, 26), text("menu", 20, 30)], "lies on a dot: menu", id="a value under words"),
        pytest.param([dot(30, 26), halo("menu", 20, 30)], "lies on a dot: menu", id="a value under a halo"),
        pytest.param([LINE, text("menu", 20, 34)], "crossed by a line: menu", id="a line through words"),
        pytest.param([STRIP, halo("menu", 30, 34)], "lies on a strip: menu", id="an interval that is cut"),
        pytest.param([BAR, text("menu", 20, 34)], "lies on a bar: menu", id="words before a bar"),
        pytest.param([text("menu", 20, 34, 11)], "set in 11 px: menu", id="small type"),
        pytest.param([text("me…", 20, 34)], "cut beyond recognition: me…", id="two letters of a name"),
        pytest.param([text("1 Oct", 20, 77)], "the only label below the plane: 1 Oct", id="one label below"),
        pytest.param([text("5%", -30, 34)], "the only label left of the plane: 5%", id="one label beside"),
        pytest.param([dot(70, 75)], "a dot outside the plane: 110, 95", id="a value below zero"),
        pytest.param([LINE.replace("70,30", "70,-30")], "a line outside the plane: 110, -10", id="a line over the top"),
        pytest.param([BAR.replace("v40", "v70")], "a bar outside the plane: 50, 30", id="a bar through the foot"),
    ],
)
def test_the_judge_sees(marks: list[str], fault: str) -> None:
    assert faults(drawing(svg(*marks))) == [fault]


@pytest.mark.parametrize(
    "marks",
    [
        pytest.param([LINE, halo("menu", 20, 34)], id="a label over a line, with its halo"),
        pytest.param([BAND, text("usual", 20, 34)], id="a name within a band"),
        pytest.param([dot(30, 26, 2), halo("menu", 20, 30)], id="a corner of a line under a halo"),
        pytest.param([text("1 Oct", 0, 77), text("31 Oct", 90, 77)], id="two labels below"),
        pytest.param([text("impressions →", 20, 77)], id="what an axis is of"),
        pytest.param([text("Kopi…", 20, 34)], id="a name that is still known"),
    ],
)
def test_the_judge_lets_pass(marks: list[str]) -> None:
    assert faults(drawing(svg(*marks))) == []
