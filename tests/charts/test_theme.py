"""What the charts stand on: axes, text that fits, labels that keep apart, drawings that are kept."""

from __future__ import annotations

import gzip
import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_gen.charts import _cover
from report_gen.charts import _fit as fit
from report_gen.charts import _theme as look
from report_gen.charts._render import Drawer
from report_gen.charts.saves_bars import figure
from report_gen.figures import MICRO, PAPER
from report_gen.story import Look
from report_gen.theme import ink_on, on_light
from tests.charts.drawn import advance
from tests.stories import story


def plain(values: list[float]) -> look.Ticks:
    return tuple((value, f"{value:g}") for value in values)


@pytest.mark.parametrize(
    ("high", "ticks"),
    [
        pytest.param(0.041, "0 0.01 0.02 0.03 0.04", id="a tick just below the data is the last"),
        pytest.param(0.039, "0 0.01 0.02 0.03 0.04", id="a tick just above closes the picture"),
        pytest.param(0.034, "0 0.01 0.02 0.03", id="a tick far above would leave a hole"),
        pytest.param(1820, "0 500 1000 1500 2000", id="counts"),
        pytest.param(0, "0 0.2 0.4 0.6 0.8 1", id="nothing at all still has a scale"),
    ],
)
def test_an_axis_from_zero_has_round_numbers(high: float, ticks: str) -> None:
    axis = look.from_zero(high, plain)
    assert " ".join(text for _, text in axis.ticks) == ticks
    assert axis.low == 0
    assert axis.high >= high


def test_counts_have_no_halves() -> None:
    assert [value for value, _ in look.from_zero(2, plain, whole=True).ticks] == [0, 1, 2]
    assert all(value.is_integer() for value, _ in look.from_zero(11, plain, whole=True).ticks)


def test_an_axis_leaves_zero_only_where_zero_is_far() -> None:
    assert look.around(3, 10, plain).low == 0
    assert look.around(32, 41, plain).low == 30


@given(st.floats(1e-6, 1e12), st.floats(0, 1))
def test_every_axis_holds_its_data_with_six_ticks_at_most(high: float, part: float) -> None:
    for axis in (
        look.from_zero(high, plain),
        look.around(high * part, high, plain),
        look.from_zero(high, plain, whole=True),
    ):
        assert axis.low <= high * part + 1e-9 * high
        assert axis.high >= high * (1 - 1e-9)
        assert 1 <= len(axis.ticks) <= 7


@pytest.mark.parametrize("bold", [False, True], ids=["regular", "bold"])
@pytest.mark.parametrize(
    "text",
    [
        "Kopi guides",
        "48% of saves · 19 notes",
        "新加坡咖啡 4",
        "1,699",
        "Target 2.5%",
        "WIDE MAMMALS",
        "illicit till",
        "牛车水咖啡地图：6 家",
    ],
)
def test_estimated_widths_are_never_too_small_and_rarely_a_quarter_too_large(text: str, bold: bool) -> None:
    real = advance(text, bold) * fit.SIZE
    assert real * 0.98 <= fit.width(text, bold=bold) <= real * 1.3


def test_a_text_is_cut_to_its_room() -> None:
    assert fit.shorten("Kopi guides", 200) == "Kopi guides"
    cut = fit.shorten("A pillar with a name of forty characters", 100)
    assert cut.endswith("…")
    assert fit.width(cut) <= 100


def test_a_label_keeps_its_figure_when_its_name_is_cut() -> None:
    assert fit.ending("a very long destination name", "1,863,145", 150).endswith("… 1,863,145")


@given(st.lists(st.floats(0, 300), min_size=1, max_size=18))
def test_labels_are_moved_apart_within_their_room_and_keep_their_order(places: list[float]) -> None:
    moved = fit.dodge(places, 17, 0, 300)
    order = sorted(range(len(places)), key=lambda i: (places[i], moved[i]))
    gaps = [moved[b] - moved[a] for a, b in itertools.pairwise(order)]
    assert all(gap >= min(17, 300 / max(1, len(places) - 1)) - 0.3 for gap in gaps)
    assert min(moved) >= -0.2
    assert max(moved) <= 300.2


def test_labels_with_room_stay_where_they_are() -> None:
    assert fit.dodge([10, 100, 50], 17, 0, 300) == [10, 100, 50]


def test_a_label_without_a_free_place_is_left_out() -> None:
    mark = fit.Label(50, 50, "title")
    assert fit.beside([mark], [], (200, 100))
    assert not fit.beside([mark], [(x, y) for x in range(0, 200, 8) for y in range(0, 100, 8)], (200, 100))


# -- drawings


def test_a_drawing_is_kept_by_content_and_read_again(tmp_path: Path) -> None:
    told = story()
    found = figure(told)
    assert found
    first = Drawer(tmp_path).svg(found, MICRO, told.look)
    kept = list(tmp_path.iterdir())
    assert len(kept) == 1
    kept[0].write_bytes(gzip.compress(gzip.decompress(kept[0].read_bytes()).replace(b"#c9cbcf", b"#8d9096")))
    assert Drawer(tmp_path).svg(found, MICRO, told.look) == first.replace("#c9cbcf", "#8d9096")


def test_the_clients_colour_is_put_in_when_drawing() -> None:
    told = story()
    found = figure(told)
    assert found
    for brand in ("#ffd400", "#1a237e"):
        assert on_light(brand) in Drawer().svg(found, MICRO, Look(brand))


def test_the_svg_says_once_what_it_shows() -> None:
    told = story()
    found = figure(told)
    assert found
    svg = Drawer().svg(found, MICRO, told.look)
    assert svg.count("aria-label") == svg.count('role="img"') == 1
    assert found.description in svg


@pytest.mark.parametrize("brand", ["#b5121b", "#ffd400"], ids=["white on red", "ink on yellow"])
def test_the_cover_is_drawn_in_the_one_colour_that_reads_on_the_brand(brand: str) -> None:
    told = story(look=Look(brand))
    found = _cover.figure(told)
    assert found
    svg = Drawer().svg(found, PAPER, told.look)
    colours = {part[:7] for part in svg.split('"') if part.startswith("#")}
    assert colours == {ink_on(brand)}


def test_a_first_month_has_no_line_for_the_cover() -> None:
    assert _cover.figure(story(1)) is None
