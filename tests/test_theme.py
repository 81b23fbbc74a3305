"""The tokens hold whatever colour a client's brand has: what is text reads, what is now is told from what was."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from report_gen import colour, theme

ROOT = Path(__file__).parents[1]
STYLES = [
    *sorted((ROOT / "site_templates" / "theme" / "css").glob("*.css")),
    ROOT / "site_templates" / "pdf" / "pdf.css",
]
BRANDS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
SCHEMES = pytest.mark.parametrize("scheme", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
# A line's end has its name beside it; this far apart two lines can still be followed.
FOLLOWED = 0.02
USUALLY_FOLLOWED = 0.04


def everywhere(scheme: dict[str, str]) -> tuple[str, ...]:
    """What text stands on: the page, the range of earlier months, and on paper white."""
    return (scheme["paper"], "#ffffff") if scheme is theme.LIGHT else (scheme["paper"],)


@SCHEMES
@pytest.mark.parametrize("ink", ["ink", "ink-2", "ink-3", "attention", *theme.SERIES])
def test_text_reads_on_every_ground(scheme: dict[str, str], ink: str) -> None:
    assert all(colour.contrast(scheme[ink], ground) >= 4.5 for ground in everywhere(scheme))


@SCHEMES
def test_no_series_is_as_bright_as_text(scheme: dict[str, str]) -> None:
    """On the page's paper what is compared is less than the words about it, and about as much as its neighbours."""
    seen = [colour.contrast(scheme[one], scheme["paper"]) for one in theme.SERIES]
    assert max(seen) < 0.75 * colour.contrast(scheme["ink"], scheme["paper"])
    assert max(seen) < 2.5 * min(seen)


@SCHEMES
def test_labels_read_in_the_shade_of_earlier_months(scheme: dict[str, str]) -> None:
    assert colour.contrast(scheme["ink-3"], scheme["band"]) >= 4.2
    assert colour.contrast(scheme["ink-2"], scheme["band"]) >= 4.5


@SCHEMES
def test_what_was_is_a_graphic_that_is_seen(scheme: dict[str, str]) -> None:
    assert colour.contrast(scheme["past"], scheme["paper"]) >= 3


@given(BRANDS)
@example("#ffd400")
@example("#f4f1ea")
@example("#000000")
@example("#00ff00")
def test_the_brand_reads_as_text_whatever_it_is(brand: str) -> None:
    assert all(colour.contrast(theme.on_light(brand), ground) >= 4.5 for ground in ("#fdfcfa", "#ffffff"))
    assert colour.contrast(theme.on_dark(brand), theme.DARK["paper"]) >= 5.5


@given(BRANDS)
def test_text_on_the_cover_reads_whatever_the_field(brand: str) -> None:
    assert colour.contrast(theme.ink_on(brand), brand) >= 4.5


@pytest.mark.parametrize(
    ("brand", "light", "dark"),
    [
        pytest.param("#b5121b", "#b5121b", None, id="one that reads stays"),
        pytest.param("#ffd400", "#8a7200", "#ffd400", id="yellow darkens on paper only"),
        pytest.param("#1a237e", "#1a237e", None, id="navy lightens in the dark only"),
        pytest.param("#8d9096", "#1c1d1f", "#eceae6", id="the grey of earlier months gives way to ink"),
        pytest.param("#000000", "#000000", "#eceae6", id="black would be that grey in the dark"),
    ],
)
def test_the_brand_is_moved_no_further_than_it_must(brand: str, light: str, dark: str | None) -> None:
    assert theme.on_light(brand) == light
    assert theme.on_dark(brand) == (dark or theme.on_dark(brand))
    if dark is None:
        assert theme.on_dark(brand) != brand


@given(BRANDS)
def test_greys_are_told_from_earlier_months_by_brightness(brand: str) -> None:
    level = brand[1:3]
    grey = f"#{level * 3}"
    assert colour.apart(theme.on_light(grey), theme.LIGHT["past"]) >= 0.2
    assert colour.apart(theme.on_dark(grey), theme.DARK["past"]) >= 0.2


@given(BRANDS)
@example("#cc0033")  # lightened for the dark, to who sees no red it comes near the grey of earlier months
def test_compared_things_are_told_apart_by_every_reader(brand: str) -> None:
    pair = theme.series(brand)
    assert len(set(pair)) == theme.COMPARED
    names = {hex_: name for name, hex_ in theme.LIGHT.items()}
    for scheme in (theme.LIGHT, theme.DARK):
        shown = theme.variables(brand, scheme)
        drawn = (shown["brand"], shown["past"], *(scheme[names[one]] for one in pair))
        assert min(colour.apart(a, b) for a, b in combinations(drawn, 2)) >= FOLLOWED


@SCHEMES
def test_hardly_any_brand_comes_near_that_limit(scheme: dict[str, str]) -> None:
    steps = ("00", "33", "66", "99", "cc", "ff")
    brands = [f"#{r}{g}{b}" for r in steps for g in steps for b in steps]
    near = [brand for brand in brands if _nearest(brand, scheme) < USUALLY_FOLLOWED]
    assert len(near) <= 0.05 * len(brands)


def _nearest(brand: str, scheme: dict[str, str]) -> float:
    shown = theme.variables(brand, scheme)
    names = {hex_: name for name, hex_ in theme.LIGHT.items()}
    drawn = (shown["brand"], shown["past"], *(scheme[names[one]] for one in theme.series(brand)))
    return min(colour.apart(a, b) for a, b in combinations(drawn, 2))


@given(BRANDS)
def test_no_series_has_the_brand_s_hue(brand: str) -> None:
    hue, _, saturation = colour.hls(theme.on_light(brand))
    for one in theme.series(brand):
        apart = abs(colour.hls(one)[0] - hue)
        assert saturation < 0.15 or min(apart, 1 - apart) > 30 / 360


def test_in_grey_print_now_is_darker_than_before() -> None:
    """Bars and dots of this month against those of others, on paper."""
    for brand in ("#b5121b", "#ffd400", "#00ff00", "#1a237e", "#ff00ff", "#8d9096"):
        assert colour.contrast(theme.on_light(brand), theme.LIGHT["past"]) >= 1.4
        assert colour.contrast(theme.on_light(brand), theme.LIGHT["rule"]) >= 2.5


# -- one set of tokens


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_style_sheets_take_their_colours_from_the_tokens(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[\s;,)}])", text)) <= {"#fff", "#000"}  # paper of a printer, masks


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_style_sheets_ask_for_no_token_that_is_not_there(path: Path) -> None:
    known = {*theme.LIGHT, "brand", "field", "on-field", "strip", *theme.measures()}
    text = "".join(style.read_text("utf-8") for style in STYLES)
    own = set(re.findall(r"--rg-([\w-]+)\s*:", text))
    assert set(re.findall(r"var\(--rg-([\w-]+)\)", path.read_text("utf-8"))) <= known | own


# Sizes that stand alone: the cover's month and number, and what a page of paper has room for.
ALONE = {"4.1", "6", "6.6", "5.4", "1.7", ".66"}


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_style_sheets_take_their_sizes_of_text_from_the_tokens(path: Path) -> None:
    assert set(re.findall(r"font-size: ([.0-9]+)rem", path.read_text("utf-8"))) <= (
        ALONE if path.stem == "pdf" else set()
    )
