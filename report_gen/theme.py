"""The design tokens: one set feeds the site's style sheets, the charts and the PDF.

Charts are drawn with the light values. On screen the style sheet maps each hex to its variable, so that one SVG holds in
light and dark; paper needs nothing. Sizes are in rem: 20 px on a wide screen, as in Material, and 15.4 px (0.77 of it) on
paper, where charts are printed at the same 0.77.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from itertools import combinations

from report_gen.colour import apart, contrast, hls, luminance, readable, seen, usually_apart

__all__ = ["apart", "contrast", "luminance", "readable"]

PAPER_IN_CHARTS = "#fefefe"  # halos and hollow dots: a hex of its own, so that it can be mapped to the page's paper

LIGHT = {
    "paper": "#fdfcfa", "ink": "#1c1d1f", "ink-2": "#54575c", "ink-3": "#6c6f75", "past": "#8d9096", "rule": "#c9cbcf",
    "grid": "#e9e8e5", "band": "#efece6", "attention": "#8a5200",
    "s1": "#0b6aa2", "s2": "#b4540a", "s3": "#1f7a5c", "s4": "#7d559c", "s5": "#59264c",
}  # fmt: skip
DARK = {
    "paper": "#16181b", "ink": "#eceae6", "ink-2": "#bcbec2", "ink-3": "#979a9f", "past": "#70747a", "rule": "#43474d",
    "grid": "#2a2d31", "band": "#282b30", "attention": "#e0a94f",
    "s1": "#5cb0e6", "s2": "#e69545", "s3": "#56bd96", "s4": "#bb97dc", "s5": "#daa9c2",
}  # fmt: skip
SERIES = ("s1", "s2", "s3", "s4", "s5")
COMPARED = 2  # series that a chart has beside the brand's

# What text is for → its size.
SIZES = {
    "number": 5.6, "number-narrow": 4.6, "signal": 1.9, "signal-narrow": 1.5,
    "h1": 2.1, "h1-narrow": 1.6, "h2": 1.2, "h2-narrow": 1.05,
    "lead": 1.0, "lead-narrow": 0.85, "words": 0.9, "body": 0.8, "table": 0.75, "sub": 0.7, "note": 0.65, "axis": 0.6,
}  # fmt: skip
SPACES = (1, 2, 3, 4, 6, 8, 12, 16)  # in fifths of a rem: 4, 8, 12 … 64 px

# The client's brand must be told from paper, and what is now from what was.
_READS = 4.5  # contrast of text on light paper
_READS_IN_THE_DARK = 5.8  # above what text needs: who sees no red tells it from the grey of what was
_NEUTRAL = 0.03  # chroma in OKLab: below it a colour is a grey
_CLEAR = 0.2  # between a grey and the grey of what was
_ALIKE = 30 / 360  # of the circle of hues
_HOLDS = 0.05  # two lines this far apart in OKLab are told apart all along


def on_light(brand: str) -> str:
    """The brand colour as charts and light pages use it."""
    return _now(brand, LIGHT, _READS)


def on_dark(brand: str) -> str:
    return _now(brand, DARK, _READS_IN_THE_DARK)


def _now(brand: str, scheme: dict[str, str], ratio: float) -> str:
    """The readable brand. A grey one that would look like other months gives way to ink."""
    moved = readable(brand, scheme["paper"], ratio)
    is_lost = _chroma(moved) < _NEUTRAL and apart(moved, scheme["past"]) < _CLEAR
    return scheme["ink"] if is_lost else moved


def _chroma(colour: str) -> float:
    _, a, b = seen(colour, "usual")
    return math.hypot(a, b)


def ink_on(brand: str) -> str:
    """Text on a field of exactly the brand's colour: white where that reads, else ink; black on the few middling colours where
    neither does."""
    inks = ("#ffffff", LIGHT["ink"], "#000000")
    return next(ink for ink in inks if contrast(ink, brand) >= _READS)


@cache
def series(brand: str) -> tuple[str, ...]:
    """The light colours of what is compared with the brand's: of all that don't have its hue, those that are told apart best
    from it, from each other and from other months, in light and dark and whatever the reader's colour vision. Of those that
    hold for everybody, the ones that most readers tell apart best."""
    free = [name for name in SERIES if not _alike(LIGHT[name], on_light(brand))]
    pair = max(
        combinations(free, COMPARED),
        key=lambda pair: (min(_nearest(pair, brand, apart), _HOLDS), _nearest(pair, brand, usually_apart)),
    )
    return tuple(LIGHT[name] for name in pair)


def _nearest(names: tuple[str, ...], brand: str, far: Callable[[str, str], float]) -> float:
    """How far the two nearest of all colours in such a chart are apart, in light and dark."""
    pairs = list(combinations((*names, "brand", "past"), 2))
    return min(far(shown[a], shown[b]) for shown in (variables(brand, LIGHT), variables(brand, DARK)) for a, b in pairs)


def _alike(a: str, b: str) -> bool:
    """Whether both have a hue, and the same."""
    (hue, _, saturation), (other, _, other_saturation) = hls(a), hls(b)
    distance = abs(hue - other)
    return min(saturation, other_saturation) >= 0.15 and min(distance, 1 - distance) <= _ALIKE


def variables(brand: str, scheme: dict[str, str]) -> dict[str, str]:
    """The scheme's colours with the client's among them, by the name of their custom property."""
    return {**scheme, "brand": on_light(brand) if scheme is LIGHT else on_dark(brand)}


def measures() -> dict[str, str]:
    """Sizes and spaces by the name of their custom property: --rg-size-h1, --rg-4."""
    sizes = {f"size-{name}": f"{size:g}rem" for name, size in SIZES.items()}
    return sizes | {str(step): f"{step / 5:g}rem" for step in SPACES}
