"""Colours by what people see of them: how bright, how far apart, also to those who can't tell red from green.

A colour is a hex such as #b5121b. Brightness and contrast are those of WCAG 2.2. Distances are Euclidean in OKLab (Ottosson
2020), where 0.02 is about what can just be told apart side by side and 0.05 what holds for two lines in a chart; colour
vision deficiencies are simulated after Machado, Oliveira and Fernandes (2009), in full strength.
"""

from __future__ import annotations

import colorsys
import math
from collections.abc import Sequence
from functools import cache

Triple = tuple[float, float, float]
Matrix = tuple[Triple, Triple, Triple]

VISIONS: dict[str, Matrix] = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
# OKLab: linear RGB → cone responses, and their cube roots → lightness and two opponent axes.
_CONES: Matrix = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_OPPONENTS: Matrix = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    """Contrast ratio of two colours, 1 to 21, WCAG 2.2."""
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable(colour: str, paper: str, ratio: float = 4.5) -> str:
    """The colour, moved only in lightness until it has that contrast on `paper`; its hue stays, so that clients still know
    their own."""
    hue, light, saturation = hls(colour)
    step = 0.01 if luminance(paper) < 0.2 else -0.01
    moved = colour.lower()
    while contrast(moved, paper) < ratio and 0 <= light + step <= 1:
        light += step
        moved = "#" + "".join(f"{round(c * 255):02x}" for c in colorsys.hls_to_rgb(hue, light, saturation))
    return moved


def hls(colour: str) -> Triple:
    """Hue, lightness and saturation, each 0 to 1."""
    return colorsys.rgb_to_hls(*(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)))


def apart(a: str, b: str) -> float:
    """How far the two are apart for whoever tells them apart worst."""
    return min(math.dist(seen(a, vision), seen(b, vision)) for vision in VISIONS)


def usually_apart(a: str, b: str) -> float:
    """How far the two are apart for most readers."""
    return math.dist(seen(a, "usual"), seen(b, "usual"))


@cache
def seen(colour: str, vision: str) -> Triple:
    """OKLab coordinates of the colour as it is seen."""
    light = [min(max(part, 0.0), 1.0) for part in _times(VISIONS[vision], _linear(colour))]
    return _times(_OPPONENTS, [part ** (1 / 3) for part in _times(_CONES, light)])


def _linear(colour: str) -> Triple:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return _without_gamma(red), _without_gamma(green), _without_gamma(blue)


def _without_gamma(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _times(matrix: Matrix, vector: Sequence[float]) -> Triple:
    first, second, third = (sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix)
    return first, second, third
