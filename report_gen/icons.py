"""The pictures by which browsers, phones and chats know a report: icons in the client's brand, and a card for links that are
passed on, which shows nothing of the client."""

from __future__ import annotations

import io
from functools import cache

from report_gen import theme
from report_gen.story import Look

_LINE = ((96, 400), (222, 372), (348, 410), (474, 352), (600, 366), (726, 318), (852, 338), (978, 286), (1104, 232))
_COARSE = 2  # drawn so many times larger and made smaller: smooth edges
Box = tuple[int, int, int, int]


def of(look: Look) -> dict[str, bytes]:
    """The files of a month's `assets/`, by name."""
    brand = theme.on_light(look.brand)
    tag = f'<rect y="11" width="32" height="10" fill="{brand}"/>'
    return {
        "favicon.svg": f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">{tag}</svg>\n'.encode(),
        "favicon.png": _tag(32, (0, 11, 31, 20), brand, None),
        # A phone fills what is clear with black.
        "apple-touch-icon.png": _tag(180, (36, 72, 143, 107), theme.ink_on(look.brand), look.brand),
        "card.png": _card(),
    }


def _tag(size: int, box: Box, colour: str, ground: str | None) -> bytes:
    """The tag that stands above every title, on that ground or on none."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGBA", (size, size), ground or (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle(box, fill=colour)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


@cache
def _card() -> bytes:
    """A page of a report without words and figures."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (1200 * _COARSE, 630 * _COARSE), theme.LIGHT["paper"])
    draw = ImageDraw.Draw(picture)
    for (left, top, right, bottom), token in _card_bars():
        corners = [left * _COARSE, top * _COARSE, right * _COARSE - 1, bottom * _COARSE - 1]
        draw.rectangle(corners, theme.LIGHT[token])
    draw.line([(x * _COARSE, y * _COARSE) for x, y in _LINE], theme.LIGHT["past"], 6 * _COARSE, "curve")
    draw.circle([side * _COARSE for side in _LINE[-1]], 16 * _COARSE, theme.LIGHT["ink"])
    out = io.BytesIO()
    picture.resize((1200, 630), Image.Resampling.BOX).quantize(32).save(out, "PNG", optimize=True)
    return out.getvalue()


def _card_bars() -> list[tuple[Box, str]]:
    rules = [((96, top, 1104, top + 2), "grid") for top in (210, 320, 430)]
    return [((96, 96, 192, 110), "ink"), *rules, ((96, 539, 1104, 541), "ink")]
