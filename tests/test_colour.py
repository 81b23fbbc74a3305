"""Colour arithmetic, against values that others have published."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_gen import colour

HEX = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("a", "b", "ratio"),
    [("#000000", "#ffffff", 21), ("#767676", "#ffffff", 4.54), ("#ff0000", "#ffffff", 4.0), ("#777777", "#777777", 1)],
)
def test_contrast_is_that_of_wcag(a: str, b: str, ratio: float) -> None:
    assert colour.contrast(a, b) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize(
    ("hex_", "oklab"),
    [
        ("#ffffff", (1, 0, 0)),
        ("#ff0000", (0.628, 0.225, 0.126)),
        ("#0000ff", (0.452, -0.032, -0.312)),
        ("#000000", (0, 0, 0)),
    ],
)
def test_colours_are_seen_in_oklab(hex_: str, oklab: tuple[float, float, float]) -> None:
    assert colour.seen(hex_, "usual") == pytest.approx(oklab, abs=0.001)


@pytest.mark.parametrize("vision", list(colour.VISIONS))
@given(level=st.integers(0, 255))
def test_greys_look_the_same_to_everybody(vision: str, level: int) -> None:
    grey = f"#{level:02x}{level:02x}{level:02x}"
    assert colour.seen(grey, vision) == pytest.approx(colour.seen(grey, "usual"), abs=0.001)


def test_red_and_green_are_confused_by_some_and_not_by_others() -> None:
    """Ishihara's plates work: a red and a green that are far apart to most are near to those without the green cones."""
    red, green = "#c0603a", "#8a8038"
    usual = colour.apart("#c0603a", "#2f6fb0")
    assert colour.apart(red, green) < 0.07 < usual


@given(HEX, HEX)
def test_distance_is_symmetric_and_nothing_is_far_from_itself(a: str, b: str) -> None:
    assert colour.apart(a, b) == pytest.approx(colour.apart(b, a))
    assert colour.apart(a, a) == 0


@given(HEX, st.sampled_from(["#ffffff", "#fdfcfa", "#16181b"]), st.floats(1.5, 7))
def test_every_colour_can_be_made_to_read_and_one_that_reads_stays(hex_: str, paper: str, ratio: float) -> None:
    moved = colour.readable(hex_, paper, ratio)
    assert colour.contrast(moved, paper) >= ratio
    if colour.contrast(hex_, paper) >= ratio:
        assert moved == hex_
