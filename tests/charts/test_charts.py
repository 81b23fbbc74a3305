"""Rules that hold for every chart, whatever the month was like."""

from __future__ import annotations

import atexit
import json
import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from report_gen import theme
from report_gen.charts import _theme as look
from report_gen.charts._render import Drawer
from report_gen.figures import HALF, MICRO, NARROW, PAPER, PAPER_HALF, WIDE, Canvas, Figure
from report_gen.parts import parts
from report_gen.story import Story
from tests.charts.drawn import drawing
from tests.charts.faults import faults, is_argued
from tests.stories import HOSTILE, VARIANTS

CHARTS = parts("charts")
CANVASES = {"full": (WIDE, PAPER, NARROW), "half": (HALF, PAPER_HALF, NARROW), "micro": (MICRO,)}
# On a phone every month is drawn, at the other widths those that ask most of the room.
DEMANDING = (
    "fourteen months", "first month", "months missing", "twelve pillars", "forty keywords", "huge numbers", "hostile titles",
    "twenty-five creators",
)  # fmt: skip
# Many kinds of month leave a chart as it is: those are drawn once.
KEPT = Path(mkdtemp(prefix="charts-"))
atexit.register(shutil.rmtree, KEPT, ignore_errors=True)
HEX = re.compile(r"#[0-9a-fA-F]{3,8}\b")
FLOAT = re.compile(r"\d\.\d{3,}")

each_chart = pytest.mark.parametrize("chart", CHARTS)
each_month = pytest.mark.parametrize("variant", VARIANTS)


@cache
def told(variant: str) -> Story:
    return VARIANTS[variant]()


@cache
def figure(chart: str, variant: str) -> Figure | None:
    found: Figure | None = CHARTS[chart].figure(told(variant))
    return found


@cache
def svg(chart: str, variant: str, canvas: Canvas) -> str | None:
    found = figure(chart, variant)
    return Drawer(KEPT).whole(found, canvas, told(variant).look) if found else None


def drawn(chart: str, canvas: Canvas) -> Iterator[tuple[str, str]]:
    """The chart's SVGs on that canvas, by the kind of month."""
    for variant in VARIANTS:
        if canvas == NARROW or variant in DEMANDING:
            markup = svg(chart, variant, canvas)
            if markup is not None:
                yield variant, markup


each_canvas = pytest.mark.parametrize(
    ("chart", "canvas"),
    [
        pytest.param(chart, canvas, id=f"{chart}-{canvas.name}")
        for chart, module in CHARTS.items()
        for canvas in CANVASES[module.SHAPE]
    ],
)


@each_chart
def test_a_chart_says_which_question_it_answers(chart: str) -> None:
    assert "?" in (CHARTS[chart].__doc__ or "").splitlines()[0] + (CHARTS[chart].__doc__ or "")
    assert CHARTS[chart].SHAPE in CANVASES


@each_chart
def test_a_full_history_gives_every_chart(chart: str) -> None:
    assert figure(chart, "fourteen months") is not None


@each_chart
def test_without_data_there_is_no_chart(chart: str) -> None:
    assert figure(chart, "nothing known") is None


@each_chart
@each_month
def test_the_title_is_a_finding_with_its_number(chart: str, variant: str) -> None:
    found = figure(chart, variant)
    if found:
        assert found.title
        if variant != "hostile titles":
            assert re.search(r"\d|[Nn]o |[Oo]ne ", found.title), found.title
        for words in (found.title, found.subtitle, found.note, found.description):
            assert not FLOAT.search(words.replace(",", "")), words
            assert "{" not in words.replace("{{ 7*7 }}", ""), words


@each_chart
@each_month
def test_a_figure_has_a_description_and_its_data(chart: str, variant: str) -> None:
    found = figure(chart, variant)
    if found:
        assert len(found.description) > 20
        assert found.table.rows
        assert {len(row) for row in found.table.rows} == {len(found.table.columns)}
        keys = [column.key for column in found.table.columns]
        assert len(set(keys)) == len(keys)


@each_canvas
def test_nothing_is_cut_off_or_lies_on_another_text(chart: str, canvas: Canvas) -> None:
    seen = {variant: drawing(markup) for variant, markup in drawn(chart, canvas)}
    assert {one.width for one in seen.values()} == {canvas.width}
    found = {variant: [fault for fault in faults(one) if not is_argued(chart, fault)] for variant, one in seen.items()}
    assert {variant: wrong for variant, wrong in found.items() if wrong} == {}


@each_canvas
def test_every_colour_is_a_token_or_the_brand(chart: str, canvas: Canvas) -> None:
    """Else the style sheet could not map it to the dark scheme."""
    for variant, markup in drawn(chart, canvas):
        tags = re.sub(r">[^<]*<", "><", markup.split(">", 1)[1])
        known = {*theme.LIGHT.values(), theme.PAPER_IN_CHARTS, theme.on_light(told(variant).look.brand)}
        assert set(HEX.findall(tags)) <= known, variant
        assert look.BRAND[1:] not in tags


@each_chart
def test_the_same_figure_gives_the_same_bytes(chart: str) -> None:
    module, story = CHARTS[chart], VARIANTS["fourteen months"]()
    canvas = CANVASES[module.SHAPE][0]
    assert Drawer().whole(module.figure(story), canvas, story.look) == svg(chart, "fourteen months", canvas)


@each_chart
def test_titles_of_notes_are_text(chart: str) -> None:
    found = figure(chart, "hostile titles")
    if found:
        canvas = CANVASES[CHARTS[chart].SHAPE][0]
        drawn = svg(chart, "hostile titles", canvas) or ""
        assert "<img" not in drawn
        assert "\u202e" not in drawn
        assert HOSTILE not in found.description


@each_canvas
def test_what_is_drawn_is_vega_lite(chart: str, canvas: Canvas) -> None:
    """Altair's own check against the schema, which drawing leaves out for speed."""
    found = figure(chart, "fourteen months")
    assert found
    assert found.draw(canvas).to_dict(validate=True)["layer"]


@each_chart
def test_the_interactive_chart_is_small_and_loads_nothing(chart: str) -> None:
    found = figure(chart, "fourteen months")
    assert found
    for canvas in CANVASES[CHARTS[chart].SHAPE]:
        spec = json.dumps(Drawer().spec(found, canvas, told("fourteen months").look), ensure_ascii=False)
        assert "://" not in spec
        assert '"url"' not in spec
        assert len(spec.encode()) < 40_000


@each_chart
def test_the_interactive_chart_names_its_values(chart: str) -> None:
    found = figure(chart, "fourteen months")
    assert found
    spec = Drawer().spec(found, CANVASES[CHARTS[chart].SHAPE][0], told("fourteen months").look)
    assert any("tooltip" in layer.get("encoding", {}) for layer in spec["layer"])
