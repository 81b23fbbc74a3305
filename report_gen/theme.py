"""The design tokens: one set feeds the site's CSS, the charts and the PDF.

Charts are drawn with the light values. On screen the style sheet maps each hex to its variable, so that one SVG holds in
light and dark; paper needs nothing.
"""

from __future__ import annotations

import colorsys

PAPER_IN_CHARTS = "#fefefe"  # halos and hollow dots: a hex of its own, so that it can be mapped to the page's paper

LIGHT = {
    "paper": "#fdfcfa", "ink": "#1c1d1f", "ink-2": "#54575c", "ink-3": "#6c6f75", "past": "#8d9096", "rule": "#c9cbcf",
    "grid": "#e9e8e5", "band": "#efece6", "attention": "#8a5200",
    "s1": "#0b6aa2", "s2": "#b4540a", "s3": "#1f7a5c", "s4": "#7d559c",
}  # fmt: skip
DARK = {
    "paper": "#16181b", "ink": "#eceae6", "ink-2": "#bcbec2", "ink-3": "#979a9f", "past": "#85898f", "rule": "#43474d",
    "grid": "#2a2d31", "band": "#282b30", "attention": "#e0a94f",
    "s1": "#5cb0e6", "s2": "#e69545", "s3": "#56bd96", "s4": "#bb97dc",
}  # fmt: skip
SERIES = tuple(LIGHT[name] for name in ("s1", "s2", "s3", "s4"))


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    """Contrast ratio of two colours, 1 to 21, WCAG 2.2."""
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable(brand: str, paper: str, ratio: float = 4.5) -> str:
    """The brand colour, moved only in lightness until it reads on `paper`; its hue stays, so clients still know it."""
    hue, light, saturation = colorsys.rgb_to_hls(*(int(brand[i : i + 2], 16) / 255 for i in (1, 3, 5)))
    step = 0.01 if luminance(paper) < 0.2 else -0.01
    colour = brand.lower()
    while contrast(colour, paper) < ratio and 0 <= light + step <= 1:
        light += step
        colour = "#" + "".join(f"{round(c * 255):02x}" for c in colorsys.hls_to_rgb(hue, light, saturation))
    return colour


def on_light(brand: str) -> str:
    """The brand colour as charts and light pages use it."""
    return readable(brand, LIGHT["paper"], 4.5)


def on_dark(brand: str) -> str:
    return readable(brand, DARK["paper"], 5.5)


def ink_on(brand: str) -> str:
    """Text on a field of exactly the brand's colour: white where that reads, else ink."""
    return "#ffffff" if contrast("#ffffff", brand) >= 4.5 else LIGHT["ink"]


def series(brand: str) -> tuple[str, ...]:
    """The series colours without those within 30° of the brand's hue: they would look like the brand."""
    hue, _, saturation = _hls(brand)
    return SERIES if saturation < 0.15 else tuple(c for c in SERIES if _apart(_hls(c)[0], hue) > 30 / 360)


def _hls(colour: str) -> tuple[float, float, float]:
    hue, light, saturation = colorsys.rgb_to_hls(*(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)))
    return hue, light, saturation


def _apart(a: float, b: float) -> float:
    return min(abs(a - b), 1 - abs(a - b))
