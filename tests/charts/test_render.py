"""Small drawings: the picture is Vega's, only the bytes are fewer."""

from __future__ import annotations

import io
import re
from functools import cache

import numpy as np
import pytest
import vl_convert
from numpy.typing import NDArray
from PIL import Image

from report_gen import escape
from report_gen.charts import _svg
from report_gen.charts._render import Drawer
from report_gen.figures import MICRO, NARROW, WIDE, Canvas, Figure
from report_gen.parts import parts
from report_gen.story import Story
from tests.stories import VARIANTS

CHARTS = parts("charts")
CANVAS: dict[str, Canvas] = {"full": WIDE, "half": NARROW, "micro": MICRO}
# It has gaps, many lines and many dots.
KINDS = ("forty keywords",)
EDGE = 110  # of 255: how much darker or lighter a pixel at a mark's edge may be
FONT = "Noto Sans CJK SC"

each_chart = pytest.mark.parametrize("chart", CHARTS)


@cache
def told(kind: str) -> Story:
    return VARIANTS[kind]()


def drawn(chart: str, kind: str) -> tuple[str, str] | None:
    """As Vega draws it, and as it stands in a page."""
    found: Figure | None = CHARTS[chart].figure(told(kind))
    if found is None:
        return None
    canvas, look = CANVAS[CHARTS[chart].SHAPE], told(kind).look
    return Drawer().whole(found, canvas, look), Drawer().svg(found, canvas, look)


def pixels(svg: str) -> NDArray[np.float64]:
    """The colours on white paper."""
    png = vl_convert.svg_to_png(svg.replace("<svg ", f'<svg font-family="{FONT}" ', 1))
    image = np.asarray(Image.open(io.BytesIO(png)).convert("RGBA"), dtype=float)
    seen: NDArray[np.float64] = image[..., :3] * image[..., 3:] / 255 + 255 - image[..., 3:]
    return seen


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


@each_chart
@pytest.mark.parametrize("kind", KINDS)
def test_a_small_drawing_looks_like_vegas(chart: str, kind: str) -> None:
    both = drawn(chart, kind)
    if both:
        whole, small = (pixels(svg) for svg in both)
        assert whole.shape == small.shape
        off = np.abs(whole - small).max(axis=2)
        assert off.mean() < 0.6
        # Where many lines lie on each other, one path is a little lighter at its edges than many.
        assert (off > EDGE).sum() <= off.size // 10_000


@each_chart
def test_a_small_drawing_has_every_text_in_its_order(chart: str) -> None:
    both = drawn(chart, "hostile titles")
    if both:
        whole, small = both
        assert texts(small) == [str(escape.html(text)) for text in map(_read, texts(whole)) if text]


def _read(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")


def test_small_drawings_have_less_than_half_of_the_bytes() -> None:
    both = [found for chart in CHARTS if (found := drawn(chart, "fourteen months"))]
    assert sum(len(small) for _, small in both) < sum(len(whole) for whole, _ in both) / 2


def test_no_coordinate_is_finer_than_a_tenth_of_a_pixel() -> None:
    """Only the size of a dot takes hundredths: there they can be seen."""
    for chart in CHARTS:
        both = drawn(chart, "fourteen months")
        assert both
        steps = re.findall(r' (?:d|x|y)="([^"]*)"', both[1])
        assert not [found for step in steps if "a" not in step for found in re.findall(r"\.\d\d+", step)]


# -- one thing at a time


def small(*marks: str) -> str:
    """What is left of these marks, without the root."""
    root = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 60">'
    inner = _svg.small(f'{root}<g transform="translate(10,5)" class="mark-group">{"".join(marks)}</g></svg>')
    return inner[inner.index(">") + 1 : -len("</svg>")]


@pytest.mark.parametrize(
    ("marks", "left"),
    [
        pytest.param(
            ['<line transform="translate(20,0)" x2="-20" y2="0" stroke="#e9e8e5" stroke-width="1"/>',
             '<line transform="translate(0,40)" x2="0" y2="-8.04" stroke="#e9e8e5" stroke-width="1"/>'],
            '<path stroke="#e9e8e5" d="M30 5h-20M10 45v-8"/>', id="lines of one style are one path"),
        pytest.param(
            ['<path transform="translate(1,2)" d="M3,0A3,3,0,1,1,-3,0A3,3,0,1,1,3,0" fill="#8d9096" opacity="1"/>'],
            '<path stroke="#8d9096" stroke-linecap="round" stroke-width="6" d="M11 7h0"/>', id="a dot is a round end"),
        pytest.param(
            ['<path transform="translate(1,2)" d="M3,0A3,3,0,1,1,-3,0A3,3,0,1,1,3,0" fill="#fefefe" stroke="#8d9096"/>'] * 2,
            '<g fill="#fefefe" stroke="#8d9096">' + '<path d="M8 7a3 3 0 1 1 6 0a3 3 0 1 1-6 0"/>' * 2 + "</g>",
            id="rings stay apart, since the later lies on the earlier"),
        pytest.param(
            ['<line x2="5" y2="0" stroke="#b5121b" opacity="0.28"/>'] * 2,
            '<g stroke="#b5121b" stroke-opacity="0.28">' + '<path d="M10 5h5"/>' * 2 + "</g>",
            id="what shines through stays apart"),
        pytest.param(
            ['<line x2="5" y2="0" stroke="#b5121b" fill="#fefefe" opacity="0.28"/>'] * 2,
            '<path fill="#fefefe" opacity="0.28" stroke="#b5121b" d="M10 5h5"/>' * 2, id="a group would fade as one"),
        pytest.param(
            ['<path d="M0,0h100v50h-100Z"/>', '<path d="" display="none"/>', '<path d="M0,0L1,1" stroke="transparent"/>'],
            "", id="what paints nothing goes"),
        pytest.param(
            ['<text transform="translate(2,3)" font-size="13px" fill="#1c1d1f" text-anchor="start">a &lt; b</text>',
             '<text transform="translate(2,9)" font-size="13px" fill="#1c1d1f" text-anchor="start">c</text>'],
            '<g fill="#1c1d1f"><text x="12" y="8">a &lt; b</text><text x="12" y="14">c</text></g>',
            id="texts share their style, and the usual size is the root’s"),
        pytest.param(
            ['<path d="M0,0L10.04,0.04L20.08,0.08L30.12,10.12" stroke="#1c1d1f"/>'],
            '<path stroke="#1c1d1f" d="M10 5h10l10.1 .1 10 10"/>', id="rounding does not add up"),
    ],
)  # fmt: skip
def test_marks_become_as_few_bytes_as_they_can(marks: list[str], left: str) -> None:
    assert small(*marks) == left


def test_what_is_turned_is_refused_rather_than_drawn_wrongly() -> None:
    with pytest.raises(AssertionError, match="turn nothing"):
        small('<text transform="translate(2,3) rotate(-90)" fill="#1c1d1f">a</text>')
